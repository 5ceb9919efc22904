package io.evs.cli.demo;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.TemporaryFolder;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.HeldPorts;
import io.evs.ipc.EvsClient;
import io.evs.security.key.KeyFiles;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Three daemons on loopback with a key, in a folder that is removed with them. */
final class DemoRing implements AutoCloseable {
  static final int NODES = 3;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 256;
  private static final Duration FORM_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration RESTART_AFTER = Duration.ofSeconds(10);
  private static final Duration TELL_AFTER = Duration.ofMillis(300);
  private static final long LOOK_MILLIS = 200;

  private final TemporaryFolder folder = new TemporaryFolder("evs-demo-");
  private final List<DemoNode> nodes = new ArrayList<>();
  private volatile boolean closed;

  /** Starts the daemons. */
  static DemoRing start() {
    DemoRing ring = new DemoRing();
    // Before a process is started that would have to be ended.
    Runtime.getRuntime().addShutdownHook(new Thread(ring::close, "evs-demo-end"));
    try {
      ring.startAll();
      return ring;
    } catch (RuntimeException | Error e) {
      ring.close();
      throw e;
    }
  }

  private void startAll() {
    String name = "demo-" + HexFormat.of().formatHex(random(4));
    writeKey();
    try (HeldPorts ports = new HeldPorts(NODES)) {
      for (int id = 1; id <= NODES; id++) {
        nodes.add(DemoNode.of(folder.path(), id, name, ports.numbers()));
      }
      for (int i = 0; i < NODES; i++) {
        ports.release(i);
        start(nodes.get(i));
      }
    }
  }

  private void writeKey() {
    try {
      KeyFiles.write(folder.path().resolve("key"), random(KEY_BYTES), /* replace= */ false);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.DENIED, "the key of the demonstration: " + Causes.of(e), "", e);
    }
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Nothing is started that {@link #close} would not end. */
  private synchronized void start(DemoNode node) {
    if (!closed) {
      node.start();
    }
  }

  List<DemoNode> nodes() {
    return List.copyOf(nodes);
  }

  Path folder() {
    return folder.path();
  }

  /**
   * Waits until the daemons form one ring.
   *
   * @throws CliException with exit 3 if they do not, with the last line of one that ended
   */
  void awaitFormed() throws InterruptedException {
    long deadline = System.nanoTime() + FORM_TIMEOUT.toNanos();
    for (DemoNode node : nodes) {
      while (!isFormed(node, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
        if (!node.isRunning() || deadline - System.nanoTime() < 0) {
          throw new CliException(
              ExitCode.UNREACHABLE,
              "the three nodes formed no ring within "
                  + FORM_TIMEOUT.toSeconds()
                  + " s; node "
                  + node.id()
                  + (node.isRunning() ? " runs" : " ended with status " + node.status())
                  + " and said: "
                  + lastLine(node));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private static boolean isFormed(DemoNode node, Duration limit) {
    try (EvsMember client = EvsClient.connect(node.socket(), "evs demo")) {
      return Formation.hasMembers(client, NODES, limit);
    } catch (EvsException notYet) {
      return false;
    }
  }

  private static String lastLine(DemoNode node) {
    try {
      List<String> lines = Files.readAllLines(node.log());
      return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return Causes.of(e);
    }
  }

  /** Starts those again that somebody has killed, for so long. */
  void watch(Duration howLong, Consumer<String> news) throws InterruptedException {
    long begin = System.nanoTime();
    boolean[] told = new boolean[NODES];
    while (System.nanoTime() - begin < howLong.toNanos()) {
      for (int i = 0; i < NODES; i++) {
        DemoNode node = nodes.get(i);
        long gone = node.goneNanos(System.nanoTime());
        // Ctrl-C on the terminal ends all at once, and close() one by one: that is no news.
        boolean lasts = !closed && gone > TELL_AFTER.toNanos();
        if (lasts && !told[i]) {
          news.accept(
              "node "
                  + node.id()
                  + " ended with status "
                  + node.status()
                  + "; it starts again in "
                  + RESTART_AFTER.toSeconds()
                  + " s");
        }
        told[i] = lasts;
        if (gone > RESTART_AFTER.toNanos()) {
          start(node);
          news.accept("node " + node.id() + " starts again, as process " + node.pid());
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    nodes.forEach(DemoNode::stop);
    nodes.forEach(DemoNode::awaitEnd);
    folder.close();
  }
}
