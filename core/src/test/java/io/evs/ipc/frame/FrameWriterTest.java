package io.evs.ipc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames to a daemon that does not read. */
@Timeout(30)
class FrameWriterTest {
  private static final int FRAME_BYTES = 32 << 10;
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

  private final CountDownLatch reads = new CountDownLatch(1);
  private final List<Integer> written = new ArrayList<>();
  private final FrameWriter writer = new FrameWriter(new Hanging());

  /** Takes nothing until the daemon reads; then the first number of each frame is kept. */
  private final class Hanging implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) {
      try {
        reads.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      int taken = bytes.remaining();
      while (bytes.hasRemaining()) {
        int length = bytes.getInt();
        written.add(bytes.getInt());
        bytes.position(bytes.position() + length - 2 * Integer.BYTES);
      }
      return taken;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      reads.countDown();
    }
  }

  private static FrameWriter.Frame frame(int number, int bytes) {
    return to -> {
      to.putInt(bytes).putInt(number);
      to.position(to.position() + bytes - 2 * Integer.BYTES);
    };
  }

  /** A client that closed its handles waited for a daemon that did not read without end. */
  @Test
  void nobodyWaitsWithoutEndAndWhatEndsComesLast() throws Exception {
    Thread thread = new Thread(writer, "writer");
    thread.start();
    int put = 0;
    while (writer.put(FRAME_BYTES, SHORT, frame(put, FRAME_BYTES))) {
      put++;
    }
    assertThat(put).isGreaterThan(4);
    writer.putAnyway(8, frame(put, 8));
    writer.putAnyway(8, frame(put + 1, 8));
    assertThat(writer.put(FRAME_BYTES, 0, frame(-1, FRAME_BYTES))).isFalse();
    reads.countDown();
    assertThat(writer.put(8, FrameWriter.FOREVER, frame(put + 2, 8))).isTrue();
    writer.end(new EvsException(EvsException.Code.LIBRARY, "the test ends"));
    thread.join();
    assertThat(written).hasSize(put + 3).isSorted();
  }
}
