package io.evs.ipc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InBufferTest {
  private static final int SHARED_BYTES = 64 << 10;
  private static final int MOST = 48 << 10;

  /** Gives pieces of a stream of numbered bytes, as large as they are asked for or as it likes. */
  private static final class Stream implements ReadableByteChannel {
    final int most;
    int given;
    int reads;

    Stream(int most) {
      this.most = most;
    }

    @Override
    public int read(ByteBuffer to) {
      reads++;
      int count = Math.min(most, to.remaining());
      for (int i = 0; i < count; i++) {
        to.put((byte) given++);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private long taken;
  private final InBuffer.Budget budget =
      new InBuffer.Budget() {
        @Override
        public boolean take(long bytes) {
          taken += bytes;
          return true;
        }

        @Override
        public void give(long bytes) {
          taken -= bytes;
        }
      };
  private final InBuffer buffer = new InBuffer(budget);
  private final ByteBuffer shared =
      ByteBuffer.allocate(SHARED_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Takes whole frames out, checks each byte, and keeps the rest. */
  private int serve(Stream stream, int frame, int served) throws IOException, ProtocolException {
    ByteBuffer in = buffer.read(stream, shared, MOST);
    int next = served;
    while (in.remaining() >= frame) {
      for (int i = 0; i < frame; i++) {
        assertThat(in.get()).isEqualTo((byte) next++);
      }
    }
    buffer.keep(in);
    return next;
  }

  @Test
  void losesNothingWhateverThePieces() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      Stream stream = new Stream(1 + random.nextInt(MOST));
      int frame = 1 + random.nextInt(100_000);
      int served = 0;
      while (served < 10 * frame) {
        served = serve(stream, frame, served);
      }
      buffer.release();
      assertThat(taken).isZero();
    }
  }

  /** A read that ended within a frame had all later ones go through 4 KiB: 3 messages a call. */
  @Test
  void theRestOfAFrameDoesNotMakeReadsSmaller() throws Exception {
    Stream stream = new Stream(MOST);
    int served = 0;
    for (int i = 0; i < 100; i++) {
      served = serve(stream, 1300, served);
      assertThat(taken).isLessThanOrEqualTo(4 << 10);
    }
    assertThat(stream.given).as("bytes in %d reads", stream.reads).isEqualTo(100 * MOST);
  }
}
