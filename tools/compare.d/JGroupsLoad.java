import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/**
 * Load on a JGroups channel: CONFIG SIZE RATE SECONDS RUNS MEMBERS SENDS, as cpgload does on
 * corosync, and with the same lines of output.
 */
public final class JGroupsLoad implements Receiver {
  private static final byte DATA = 1;
  private static final byte END = 2;
  private static final int HEADER = 13;

  private final boolean sends;
  private final double gap;
  private final long[] late;
  private final Semaphore runOver = new Semaphore(0);

  private volatile long start;
  private long got;
  private long first;
  private long last;
  private int timed;

  private JGroupsLoad(double rate, double seconds, boolean sends) {
    this.sends = sends;
    gap = rate > 0 ? 1e9 / rate : 0;
    late = new long[(int) (rate * seconds) + 1];
  }

  public static void main(String[] arguments) throws Exception {
    int size = Math.max(HEADER, Integer.parseInt(arguments[1]));
    double rate = Double.parseDouble(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    int runs = Integer.parseInt(arguments[4]);
    int members = Integer.parseInt(arguments[5]);
    boolean sends = arguments[6].equals("1");
    JGroupsLoad load = new JGroupsLoad(rate, seconds, sends);
    JChannel channel = new JChannel(arguments[0]);
    channel.setReceiver(load);
    channel.connect("compare");
    while (channel.getView().size() < members) {
      Thread.sleep(20);
    }
    Thread.sleep(1000);
    for (int run = 1; sends && run <= runs; run++) {
      load.send(channel, run, size, seconds);
      load.runOver.acquire();
    }
    // Its threads go on until the process is told to end.
    Thread.currentThread().join();
  }

  private void send(JChannel channel, int run, int size, double seconds) throws Exception {
    System.out.println("{\"begin\":" + run + "}");
    start = System.nanoTime() + 10_000_000;
    long end = start + (long) (seconds * 1e9);
    long sent = 0;
    while (true) {
      long due = gap > 0 ? start + (long) (sent * gap) : System.nanoTime();
      if (due >= end) {
        break;
      }
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
      }
      channel.send(new BytesMessage(null, message(DATA, run, sent, size)));
      sent++;
    }
    channel.send(new BytesMessage(null, message(END, run, sent, HEADER)));
  }

  private static byte[] message(byte kind, int run, long number, int size) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).put(kind).putInt(run).putLong(number);
    return bytes;
  }

  @Override
  public synchronized void receive(Message message) {
    long time = System.nanoTime();
    ByteBuffer header = ByteBuffer.wrap(message.getArray(), message.getOffset(), HEADER);
    byte kind = header.get();
    int run = header.getInt();
    long number = header.getLong();
    if (kind == END) {
      report(run, number);
      runOver.release();
      return;
    }
    if (got++ == 0) {
      first = time;
    }
    last = time;
    if (sends && gap > 0 && timed < late.length) {
      late[timed++] = time - (start + (long) (number * gap));
    }
  }

  private void report(int run, long sent) {
    StringBuilder line = new StringBuilder();
    line.append("{\"run\":").append(run).append(",\"got\":").append(got);
    line.append(",\"sent\":").append(sent).append(",\"seconds\":").append((last - first) / 1e9);
    if (timed > 0) {
      Arrays.sort(late, 0, timed);
      line.append(",\"p50\":").append(late[(timed - 1) / 2] / 1e3);
      line.append(",\"p99\":").append(late[(int) ((timed - 1) * 0.99)] / 1e3);
    }
    System.out.println(line.append('}'));
    got = 0;
    timed = 0;
  }
}
