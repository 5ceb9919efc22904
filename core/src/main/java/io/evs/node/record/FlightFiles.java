package io.evs.node.record;

import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.Moment;
import io.evs.node.process.RateLog;
import io.evs.node.process.SocketDrops;
import io.evs.node.process.StandingFaults;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the flight recorder held at the last changes of the ring in files of the state folder:
 * the newest {@value #FILES_MAX}, each at most 256 KiB, readable by the node's user only. Writes on
 * a thread of its own, at most twice a second; of several that wait only the last is written, as it
 * holds what the others do.
 *
 * <p>The same thread looks for datagrams that the system has dropped, and whether the state folder
 * is about to be full.
 */
final class FlightFiles implements AutoCloseable {
  /** Files of a node. */
  static final int FILES_MAX = 16;

  /** How their names end. */
  static final String SUFFIX = ".flight";

  private static final int DIGITS = 14;
  private static final Pattern NAME = Pattern.compile("\\d{" + DIGITS + "}\\" + SUFFIX);

  private static final Logger LOG = LoggerFactory.getLogger(FlightFiles.class);
  private static final long PERIOD_MILLIS = 500;
  private static final int ROUNDS_PER_LOOK = 2;
  private static final int ROUNDS_PER_LOOK_AT_DISK = 20;
  private static final String KIND = "flight recorder";

  private final RateLog faults = new RateLog(LOG);
  private final Optional<Path> folder;
  private final SocketDrops drops;
  private final LongConsumer dropped;
  private final Runnable disk;
  private final StandingFaults standing;
  private final AtomicReference<Supplier<FlightLog>> waiting = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("evs-flight"));
  private Optional<Supplier<FlightLog>> unwritten = Optional.empty();
  private long dropsBefore;
  private int rounds;

  /**
   * Not started.
   *
   * @param stateFolder of the node; without one nothing is written
   * @param dropped takes how many datagrams were dropped since it was told last; on this thread
   * @param disk looks at the folder now and then; on this thread
   * @param standing is told as long as nothing can be written
   */
  FlightFiles(
      Optional<Path> stateFolder,
      String nodeId,
      SocketDrops drops,
      LongConsumer dropped,
      Runnable disk,
      StandingFaults standing) {
    this.folder = stateFolder.map(each -> each.resolve("flight_" + nodeId));
    this.drops = drops;
    this.dropped = dropped;
    this.disk = disk;
    this.standing = standing;
  }

  void start() {
    thread.execute(() -> dropsBefore = drops.count());
    thread.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Writes this soon, unless a later one comes. Any thread; does not wait. */
  void write(Supplier<FlightLog> log) {
    waiting.set(log);
  }

  private void round() {
    try {
      writeWaiting();
      if (++rounds % ROUNDS_PER_LOOK == 0) {
        long now = drops.count();
        if (now > dropsBefore) {
          dropped.accept(now - dropsBefore);
        }
        dropsBefore = now;
      }
      if (rounds % ROUNDS_PER_LOOK_AT_DISK == 0) {
        disk.run();
        unwritten.ifPresent(each -> waiting.compareAndSet(null, each));
      }
    } catch (RuntimeException fault) {
      faults.warn(System.nanoTime(), "the flight recorder failed by an internal fault: " + fault);
    }
  }

  private void writeWaiting() {
    Supplier<FlightLog> next = waiting.getAndSet(null);
    // Rings for a moment remove the state folder while they end.
    if (next == null || folder.filter(each -> Files.isDirectory(each.getParent())).isEmpty()) {
      return;
    }
    try {
      write(folder.get(), next.get());
      unwritten = Optional.empty();
      standing.over(KIND);
    } catch (IOException error) {
      String fault =
          "the flight recorder cannot be kept in "
              + folder.get()
              + " ("
              + Causes.reason(error)
              + "): make room or that folder writable";
      unwritten = Optional.of(next);
      faults.warn(System.nanoTime(), fault);
      standing.stands(KIND, fault, Moment.now());
    }
  }

  private static void write(Path folder, FlightLog log) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path fresh = folder.resolve("new");
    // What a crash left is not written to, nor a link that somebody put there.
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, FlightText.write(log).getBytes(StandardCharsets.UTF_8));
    List<Path> before = kept(folder);
    Files.move(
        fresh,
        folder.resolve(name(log, before)),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    for (int i = 0; i <= before.size() - FILES_MAX; i++) {
      Files.deleteIfExists(before.get(i));
    }
  }

  /** The oldest first. */
  private static List<Path> kept(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> NAME.matcher(each.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** Later than all before, also if the clock was set back: else the newest would be removed. */
  private static String name(FlightLog log, List<Path> before) {
    long number = Math.max(0, log.wallMillis());
    if (!before.isEmpty()) {
      String last = before.get(before.size() - 1).getFileName().toString();
      number = Math.max(number, 1 + Long.parseLong(last.substring(0, DIGITS)));
    }
    return String.format(Locale.ROOT, "%0" + DIGITS + "d%s", number, SUFFIX);
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (thread.awaitTermination(1, TimeUnit.SECONDS)) {
        writeWaiting();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
