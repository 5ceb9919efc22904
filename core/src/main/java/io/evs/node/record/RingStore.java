package io.evs.node.record;

import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.Moment;
import io.evs.node.process.RateLog;
import io.evs.node.process.SpaceWatch;
import io.evs.node.process.StandingFaults;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which ring sequences this node may have used, and its incarnation, so that a restart
 * never forms a ring under an id that was used before. Sequences are reserved in blocks by a thread
 * of its own; the loop only asks.
 *
 * <p>Files: {@code ringseq_<node id>}, the last sequence reserved, and {@code incarnation_<node
 * id>}, each 8 bytes little-endian. Without a folder nothing is stored, and both begin at the
 * clock.
 */
public final class RingStore implements AutoCloseable {
  /** Sequences reserved at a time. */
  static final long BLOCK = 1024;

  /**
   * What a lost file costs: the floor grows by this much each millisecond, faster than any row of
   * restarts, a second or more apart, that each leave some out and reserve a block.
   */
  static final long FLOOR_PER_MILLI = 64;

  /**
   * Sequences of which a start leaves out some by chance: two nodes that have one id, and began
   * with copies of one folder, would else name their first rings alike.
   */
  static final int SPREAD = 1 << 16;

  /** More than any clock is ahead, and than rings can use: ten centuries. */
  private static final long CENTURIES_MILLIS = 10 * 100 * 366L * 24 * 3600 * 1000;

  private static final Logger LOG = LoggerFactory.getLogger(RingStore.class);
  private static final long RETRY_MILLIS = 1000;
  private static final String KIND = "ring sequence";

  private final RateLog faults = new RateLog(LOG);
  private final StandingFaults standing = new StandingFaults();
  private String failure = "";
  private final Optional<Path> sequenceFile;
  private final Optional<SpaceWatch> space;
  private final long firstSequence;
  private final long incarnation;
  private final ExecutorService writer;
  private volatile long wanted;
  private volatile long persisted;
  private volatile boolean closed;

  private RingStore(Optional<Path> sequenceFile, long reservedBefore, long incarnation) {
    this.sequenceFile = sequenceFile;
    this.space = sequenceFile.map(file -> new SpaceWatch(file.getParent(), LOG, standing));
    this.firstSequence = reservedBefore + 1;
    this.incarnation = incarnation;
    this.persisted = reservedBefore + BLOCK;
    this.wanted = persisted;
    this.writer = Executors.newSingleThreadExecutor(DaemonThreads.named("evs-ring-store"));
  }

  /**
   * Reads what earlier starts left, and reserves the first block. Blocks on the disk.
   *
   * @param folder where the files are; empty for none
   * @param epochMillis wall clock
   * @param chance a number from 0 to below its argument, different at each start
   * @throws EvsException ACCESS with one sentence if the folder cannot be used
   */
  public static RingStore open(
      Optional<Path> folder, NodeId nodeId, LongSupplier epochMillis, IntUnaryOperator chance) {
    // A clock from before 1970 would begin below what any ring can have.
    long now = Math.max(0, epochMillis.getAsLong());
    long sequenceFloor = now * FLOOR_PER_MILLI;
    int skipped = chance.applyAsInt(SPREAD);
    if (folder.isEmpty()) {
      return new RingStore(Optional.empty(), sequenceFloor + skipped, now);
    }
    Path dir = folder.get();
    try {
      Files.createDirectories(dir);
      Path sequenceFile = dir.resolve("ringseq_" + nodeId);
      Path incarnationFile = dir.resolve("incarnation_" + nodeId);
      long latest = now + CENTURIES_MILLIS;
      long reserved = read(sequenceFile, latest * FLOOR_PER_MILLI).orElse(sequenceFloor);
      // The clock keeps incarnations growing over starts that had no folder.
      long incarnation = Math.max(now, read(incarnationFile, latest).orElse(0) + 1);
      RingStore store = new RingStore(Optional.of(sequenceFile), reserved + skipped, incarnation);
      write(incarnationFile, incarnation);
      write(sequenceFile, store.persisted);
      store.look();
      return store;
    } catch (IOException error) {
      throw new EvsException(
          EvsException.Code.ACCESS,
          "state folder "
              + dir
              + " cannot be used ("
              + Causes.of(error)
              + "): make room there, make it a folder this user can write, or choose another"
              + " state_dir",
          error);
    }
  }

  /** Looks whether the folder is about to be full; waits for the disk. */
  void look() {
    space.ifPresent(each -> each.look(Moment.now()));
  }

  /** What is wrong with the folder, as long as it lasts: its files, and those of others in it. */
  public StandingFaults standing() {
    return standing;
  }

  /** The sequence to start from: one above all that were ever reserved before. */
  public long firstSequence() {
    return firstSequence;
  }

  /** This start's incarnation: above that of each earlier one. */
  public long incarnation() {
    return incarnation;
  }

  /** Sequences up to this one are on the disk. */
  public long persistedUpTo() {
    return persisted;
  }

  /**
   * Reserves at least up to a sequence. Does not block.
   *
   * @param done runs on the writer's thread when {@link #persistedUpTo} has grown
   */
  public void reserve(long upTo, Runnable done) {
    if (upTo <= wanted || closed) {
      return;
    }
    long target = upTo > Long.MAX_VALUE - BLOCK ? Long.MAX_VALUE : upTo + BLOCK;
    wanted = target;
    writer.execute(() -> writeUntilDone(target, done));
  }

  private void writeUntilDone(long target, Runnable done) {
    while (!closed) {
      try {
        if (sequenceFile.isPresent()) {
          write(sequenceFile.get(), target);
          look();
        }
        persisted = target;
        if (!failure.isEmpty()) {
          faults.over(failure, sequenceFile.get() + " can be written again");
          failure = "";
          standing.over(KIND);
        }
        done.run();
        return;
      } catch (IOException error) {
        if (closed) {
          return;
        }
        failure =
            "cannot write "
                + sequenceFile.get()
                + " ("
                + Causes.reason(error)
                + "): make room or its folder writable; no ring can form until then";
        faults.error(System.nanoTime(), failure);
        standing.stands(KIND, failure, Moment.now());
        try {
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException stop) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    writer.shutdownNow();
  }

  /**
   * The number in a file; empty if there is no file, it is torn, or nothing can have come so far.
   */
  private static OptionalLong read(Path file, long most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new EvsException(
          EvsException.Code.ACCESS,
          file + " is a folder and should be a file: remove it, or choose another state_dir");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      return OptionalLong.empty();
    }
    long value =
        bytes.length == Long.BYTES
            ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong()
            : -1;
    if (value < 0 || value > most) {
      LOG.warn("{} is damaged; starting from the clock instead", file);
      return OptionalLong.empty();
    }
    return OptionalLong.of(value);
  }

  private static void write(Path file, long value) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    // Neither a link that somebody put there nor what a crash left is written to.
    Files.deleteIfExists(fresh);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(value).flip();
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The rename itself must survive a power cut too.
    try (FileChannel dir = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      dir.force(true);
    }
  }
}
