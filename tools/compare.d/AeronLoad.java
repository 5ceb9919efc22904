import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One publisher and two subscribers on Aeron's multicast: ADDRESS FOLDER SIZE SECONDS RUNS SENDS.
 *
 * <p>Reliable, in the order of the one sender: no total order. It shows what a transport on the JVM
 * reaches. The driver runs in the same process. Output is that of cpgload.
 */
public final class AeronLoad {
  private static final int DATA = 1;
  private static final int END = 2;
  private static final int HEADER = 16;

  private final int runs;
  private long got;
  private long first;
  private long last;

  private AeronLoad(int runs) {
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int size = Math.max(HEADER, Integer.parseInt(arguments[2]));
    double seconds = Double.parseDouble(arguments[3]);
    AeronLoad load = new AeronLoad(Integer.parseInt(arguments[4]));
    boolean sends = arguments[5].equals("1");
    String channel =
        "aeron:udp?endpoint=239.192.77.31:40456|interface=" + arguments[0] + "/24"
            + (sends ? "|fc=min" : "");
    MediaDriver.Context driver =
        new MediaDriver.Context()
            .aeronDirectoryName(arguments[1])
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy());
    try (MediaDriver ignored = MediaDriver.launchEmbedded(driver);
        Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(arguments[1]))) {
      if (sends) {
        load.publish(aeron.addPublication(channel, 7), size, seconds);
      } else {
        load.subscribe(aeron.addSubscription(channel, 7));
      }
    }
  }

  private void publish(Publication publication, int size, double seconds) throws Exception {
    UnsafeBuffer message = new UnsafeBuffer(new byte[size]);
    while (!publication.isConnected()) {
      Thread.sleep(5);
    }
    // The second subscriber may come a little later, and would miss the beginning.
    Thread.sleep(1500);
    for (int run = 1; run <= runs; run++) {
      System.out.println("{\"begin\":" + run + "}");
      long begin = System.nanoTime();
      long end = begin + (long) (seconds * 1e9);
      long sent = 0;
      message.putInt(0, DATA);
      message.putInt(4, run);
      IdleStrategy idle = new BackoffIdleStrategy();
      while (System.nanoTime() < end) {
        if (publication.offer(message, 0, size) > 0) {
          sent++;
        } else {
          idle.idle();
        }
      }
      message.putInt(0, END);
      message.putLong(8, sent);
      while (publication.offer(message, 0, HEADER) <= 0) {
        idle.idle();
      }
      // Its own rate does not count: what the slower subscriber got does.
      double span = (System.nanoTime() - begin) / 1e9;
      print(run, sent, sent, Math.min(span, seconds));
      Thread.sleep(500);
    }
    // The driver goes on: subscribers may ask again for what they have lost.
    Thread.currentThread().join();
  }

  private void subscribe(Subscription subscription) {
    FragmentAssembler assembler =
        new FragmentAssembler(
            (buffer, offset, length, header) -> {
              if (buffer.getInt(offset) == END) {
                print(buffer.getInt(offset + 4), got, buffer.getLong(offset + 8),
                    (last - first) / 1e9);
                got = 0;
                return;
              }
              last = System.nanoTime();
              if (got++ == 0) {
                first = last;
              }
            });
    IdleStrategy idle = new BackoffIdleStrategy();
    while (true) {
      idle.idle(subscription.poll(assembler, 256));
    }
  }

  private static void print(int run, long got, long sent, double seconds) {
    System.out.println(
        "{\"run\":" + run + ",\"got\":" + got + ",\"sent\":" + sent + ",\"seconds\":" + seconds
            + "}");
  }
}
