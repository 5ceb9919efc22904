package io.evs.cli.demo;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.ipc.EvsClient;
import io.evs.node.process.DaemonThreads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A client of each node, which says something in the group every second; one whose node is gone
 * connects again when that is back.
 */
final class DemoClients implements AutoCloseable {
  /** The group that they are in. */
  static final Group GROUP = new Group("demo");

  private static final long EVERY_MILLIS = 1000;

  private final CountDownLatch end = new CountDownLatch(1);

  DemoClients(List<DemoNode> nodes) {
    for (DemoNode node : nodes) {
      Path socket = node.socket();
      String name = "n" + node.id();
      DaemonThreads.of("evs-demo-" + name, () -> run(name, socket)).start();
    }
  }

  private void run(String name, Path socket) {
    long said = 0;
    while (!isOver()) {
      ExecutorService events = Executors.newSingleThreadExecutor(DaemonThreads.named("evs-demo"));
      try (EvsMember client = EvsClient.connect(socket, "evs demo");
          Evs handle = client.open(new EvsListener() {}, events)) {
        handle.join(List.of(GROUP));
        while (!isOver()) {
          said++;
          String text = "hello for the " + said + ". time from the client of " + name;
          say(handle, text.getBytes(StandardCharsets.UTF_8));
        }
      } catch (EvsException gone) {
        // Its node ended, or has not started yet; isOver has waited a second.
        continue;
      } finally {
        events.shutdown();
      }
    }
  }

  /** While the ring re-forms and its queue is full, nothing is said. */
  private static void say(Evs handle, byte[] text) {
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(GROUP), text);
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
    }
  }

  private boolean isOver() {
    try {
      return end.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      return true;
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
