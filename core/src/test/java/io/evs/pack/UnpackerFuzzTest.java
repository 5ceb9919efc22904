package io.evs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.RingId;
import java.util.Arrays;

/**
 * Any bytes as a sequence of packets of several senders: each a byte that tells the sender (or, if
 * 255, that a ring was installed), a length of two bytes, and the packing packet.
 */
class UnpackerFuzzTest {
  private static final RingId RING = new RingId(1, 4);
  private static final int BEFORE = 45;

  private int taken;

  @FuzzTest
  void packets(byte[] data) {
    taken = 0;
    Unpacker unpacker =
        new Unpacker(
            (sender, ring, seq, safe, bytes, offset, length) -> {
              assertThat(offset).isNotNegative();
              assertThat(length).isBetween(0, bytes.length - offset);
              taken++;
            });
    int packets = 0;
    for (int at = 0; at + 3 <= data.length; packets++) {
      int sender = data[at] & 0xff;
      int length = (data[at + 1] & 0xff) | (data[at + 2] & 0xff) << 8;
      at += 3;
      int end = Math.min(data.length, at + length);
      if (sender == 0xff) {
        unpacker.ringInstalled();
        assertThat(unpacker.senders()).isZero();
      } else {
        give(unpacker, sender % 4, Arrays.copyOfRange(data, at, end));
      }
      at = end;
    }
    assertThat(unpacker.senders()).isLessThanOrEqualTo(4);
    assertThat(unpacker.malformed()).isLessThanOrEqualTo(packets);
    assertThat(taken).isLessThanOrEqualTo(data.length);
  }

  private static void give(Unpacker unpacker, int sender, byte[] pack) {
    byte[] framed = new byte[BEFORE + pack.length + 10];
    Arrays.fill(framed, (byte) 1);
    System.arraycopy(pack, 0, framed, BEFORE, pack.length);
    unpacker.packet(sender, RING, 1, false, framed, BEFORE, pack.length);
  }

  /** The header of groups that corosync's packing knows, in front of every message. */
  @FuzzTest
  void groupHeader(byte[] data) {
    int body = PackFormat.bodyOffset(data, 0, data.length);
    assertThat(body).isBetween(-1, data.length);
    byte[] poisoned = Arrays.copyOf(data, data.length + 600);
    Arrays.fill(poisoned, data.length, poisoned.length, (byte) 1);
    assertThat(PackFormat.bodyOffset(poisoned, 0, data.length)).isEqualTo(body);
  }
}
