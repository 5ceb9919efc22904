import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.ipc.EvsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of one daemon that all listen, and one that sends to them: SOCKET CLIENTS MESSAGES BYTES.
 * Prints messages and deliveries per second, from the first message to the last delivery; then, for
 * 200 messages a second, how long they are on their way to one of the clients.
 */
final class ClientCrowd {
  private static final Group CROWD = new Group("crowd");
  private static final long PATIENCE_SECONDS = 300;
  private static final int PACED = 1000;
  private static final long PACE_NANOS = 5_000_000;

  private static final class Ear implements EvsListener {
    private final CountDownLatch left;
    private final CountDownLatch pacedLeft = new CountDownLatch(PACED);
    private final long[] nanos = new long[PACED];
    private long next;

    Ear(int messages) {
      left = new CountDownLatch(messages);
    }

    @Override
    public void onMessage(Delivery delivery) {
      java.nio.ByteBuffer payload = java.nio.ByteBuffer.wrap(delivery.payload());
      long number = payload.getLong();
      if (number != next++) {
        System.err.println("message " + number + " where " + (next - 1) + " belongs");
        System.exit(1);
      }
      if (left.getCount() > 0) {
        left.countDown();
      } else {
        nanos[PACED - (int) pacedLeft.getCount()] = System.nanoTime() - payload.getLong();
        pacedLeft.countDown();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Path socket = Path.of(args[0]);
    int clients = Integer.parseInt(args[1]);
    int messages = Integer.parseInt(args[2]);
    int bytes = Integer.parseInt(args[3]);
    List<Ear> ears = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Ear ear = new Ear(messages);
      ears.add(ear);
      Evs handle = EvsClient.connect(socket, "listener " + i).open(ear);
      handle.join(List.of(CROWD));
      Thread thread = new Thread(() -> listen(handle), "listener " + i);
      thread.setDaemon(true);
      thread.start();
    }
    try (EvsClient client = EvsClient.connect(socket, "sender");
        Evs sender = client.open(new EvsListener() {})) {
      while (sender.groups().getOrDefault(CROWD, List.of()).size() < clients) {
        sender.dispatchOne(Duration.ofMillis(10));
      }
      long begin = System.nanoTime();
      byte[] payload = new byte[bytes];
      for (int i = 0; i < messages; i++) {
        java.nio.ByteBuffer.wrap(payload).putLong(i);
        sender.multicast(Guarantee.AGREED, List.of(CROWD), payload);
      }
      for (Ear ear : ears) {
        await(ear.left);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "%d clients: %.0f messages/s, %.0f deliveries/s, %.1f MB/s out of the socket%n",
          clients,
          messages / seconds,
          (double) messages * clients / seconds,
          (double) messages * clients * bytes / 1e6 / seconds);
      pace(sender, messages, bytes, ears.get(0));
    }
    System.exit(0);
  }

  private static void pace(Evs sender, int first, int bytes, Ear ear) throws InterruptedException {
    byte[] payload = new byte[Math.max(2 * Long.BYTES, bytes)];
    long due = System.nanoTime();
    for (int i = 0; i < PACED; i++) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      // From when it was due: a send that has to wait is waited for, too.
      java.nio.ByteBuffer.wrap(payload).putLong(first + i).putLong(due);
      sender.multicast(Guarantee.AGREED, List.of(CROWD), payload);
      due += PACE_NANOS;
    }
    await(ear.pacedLeft);
    Arrays.sort(ear.nanos);
    System.out.printf(
        "    on their way: half %.1f ms, 99 %% %.1f ms, all %.1f ms at most%n",
        ear.nanos[PACED / 2] / 1e6, ear.nanos[PACED * 99 / 100] / 1e6, ear.nanos[PACED - 1] / 1e6);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      System.err.println("a listener lacks " + latch.getCount() + " messages");
      System.exit(1);
    }
  }

  private static void listen(Evs handle) {
    try {
      while (true) {
        handle.dispatch(Evs.Dispatch.BLOCKING);
      }
    } catch (EvsException e) {
      System.err.println("a listener ended: " + e.getMessage());
      System.exit(1);
    }
  }
}
