package io.evs.ipc.frame;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames on their way from a client's threads to the daemon. Whoever sends puts whole frames into
 * one buffer while a thread of this class writes another: under load one write takes many frames.
 *
 * <p>Credit does not wait behind messages: it is kept beside them and leaves first.
 */
public final class FrameWriter implements Runnable {
  /** For {@link #put}: as long as it takes. */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final int CAPACITY_BYTES = 256 << 10;
  private static final int CREDIT_BYTES = Protocol.HEADER_BYTES + Integer.BYTES;
  private static final int CREDITS_AT_ONCE = 64;

  /** Puts a frame into a buffer that has room for it. */
  @FunctionalInterface
  public interface Frame {
    /** Puts it. */
    void putTo(ByteBuffer buffer);
  }

  /** Bytes that a handle has dispatched and not told of. */
  public static final class Credit {
    private final int handle;
    private long bytes;

    public Credit(int handle) {
      this.handle = handle;
    }
  }

  private final WritableByteChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final List<Credit> credits = new ArrayList<>();
  private final ByteBuffer creditFrames = allocate(CREDIT_BYTES * CREDITS_AT_ONCE);
  private ByteBuffer filling = allocate(CAPACITY_BYTES);
  private ByteBuffer writing = allocate(CAPACITY_BYTES);
  private boolean idle;
  private Optional<Thread> neverWaits = Optional.empty();
  private Optional<EvsException> ended = Optional.empty();

  public FrameWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The thread that reads, for which no frame waits: the daemon might wait for it; at the start.
   */
  public void mustNotWait(Thread reader) {
    neverWaits = Optional.of(reader);
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Queues a frame of at most that many bytes.
   *
   * @param waitNanos how long to wait for room: a daemon that does not read leaves none
   * @return false if there was no room in that time
   * @throws EvsException why the connection ended; TRY_AGAIN if interrupted while waiting, or in a
   *     thread that must not wait
   */
  public boolean put(int bytes, long waitNanos, Frame frame) {
    lock.lock();
    try {
      long left = waitNanos;
      while (true) {
        ended.ifPresent(FrameWriter::raise);
        if (filling.remaining() >= bytes) {
          break;
        }
        if (filling.position() == 0) {
          // A frame that is larger than a buffer gets a buffer of its own.
          filling = allocate(bytes);
        } else if (left > 0) {
          refuseReader();
          left = room.awaitNanos(left);
        } else {
          return false;
        }
      }
      write(frame);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(
          EvsException.Code.TRY_AGAIN, "interrupted while waiting to send; try again", stop);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues a frame behind all others without waiting, for the few that somebody sends at an end:
   * the buffer grows where it is full.
   *
   * @throws EvsException why the connection ended
   */
  public void putAnyway(int bytes, Frame frame) {
    lock.lock();
    try {
      ended.ifPresent(FrameWriter::raise);
      if (filling.remaining() < bytes) {
        filling = allocate(filling.position() + bytes).put(filling.flip());
      }
      write(frame);
    } finally {
      lock.unlock();
    }
  }

  private void refuseReader() {
    if (neverWaits.isPresent() && neverWaits.get() == Thread.currentThread()) {
      throw new EvsException(
          EvsException.Code.TRY_AGAIN,
          "there is no room to send, and the connection's own thread must not wait: send from"
              + " another thread, such as one of an executor");
    }
  }

  /** Whole or not at all: half a frame would make all that follow it unreadable. */
  private void write(Frame frame) {
    int start = filling.position();
    boolean whole = false;
    try {
      frame.putTo(filling);
      whole = true;
    } finally {
      if (!whole) {
        filling.position(start);
      }
    }
    wakeWriter();
  }

  private static void raise(EvsException reason) {
    throw new EvsException(reason.code(), reason.getMessage(), reason);
  }

  /** Grants the daemon to send more events of a handle. */
  public void grant(Credit credit, long bytes) {
    lock.lock();
    try {
      if (credit.bytes == 0) {
        credits.add(credit);
      }
      credit.bytes += bytes;
      wakeWriter();
    } finally {
      lock.unlock();
    }
  }

  private void wakeWriter() {
    if (idle) {
      idle = false;
      work.signal();
    }
  }

  /** Refuses frames from now on, for this reason, and ends the writing thread. */
  public void end(EvsException reason) {
    lock.lock();
    try {
      if (ended.isEmpty()) {
        ended = Optional.of(reason);
      }
      idle = false;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      while (takeWork()) {
        write(creditFrames.flip());
        write(writing.flip());
      }
    } catch (IOException brokenOff) {
      // The reading thread learns why, and ends this.
      return;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes what waits; false at the end. */
  private boolean takeWork() throws InterruptedException {
    lock.lock();
    try {
      while (filling.position() == 0 && credits.isEmpty()) {
        if (ended.isPresent()) {
          return false;
        }
        idle = true;
        work.await();
      }
      takeCredits();
      ByteBuffer full = filling;
      filling = writing.capacity() > CAPACITY_BYTES ? allocate(CAPACITY_BYTES) : writing.clear();
      writing = full;
      room.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void takeCredits() {
    creditFrames.clear();
    int count = Math.min(credits.size(), CREDITS_AT_ONCE);
    List<Credit> taken = credits.subList(0, count);
    for (Credit each : taken) {
      int start = Wire.begin(creditFrames, Protocol.CREDIT, each.handle);
      creditFrames.putInt((int) Math.min(each.bytes, 0xffff_ffffL));
      Wire.end(creditFrames, start, 0);
      each.bytes = 0;
    }
    taken.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
