package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.totem.wire.PacketCodec.Decoded;
import io.evs.totem.wire.PacketCodec.Rejected;
import java.util.Arrays;

/** Any bytes as a datagram: refused, or read without a byte beyond their end. */
class PacketFuzzTest {
  private static final int POISON_BYTES = 600;

  @FuzzTest
  void datagram(byte[] data) {
    byte[] copy = data.clone();
    Reject result = PacketCheck.check(data, data.length);
    byte[] poisoned = Arrays.copyOf(data, data.length + POISON_BYTES);
    Arrays.fill(poisoned, data.length, poisoned.length, (byte) 1);
    assertThat(PacketCheck.check(poisoned, data.length)).isEqualTo(result);
    var decoded = PacketCodec.decode(data);
    assertThat(decoded instanceof Rejected).isEqualTo(result != Reject.NONE);
    if (decoded instanceof Decoded whole) {
      assertThat(PacketCodec.encode(whole.image())).isEqualTo(data);
    }
    assertThat(data).isEqualTo(copy);
  }

  @FuzzTest
  void trailer(byte[] data) {
    Trailer trailer = Trailer.read(data, 0, data.length);
    byte[] framed = new byte[data.length + 20];
    Arrays.fill(framed, (byte) 1);
    System.arraycopy(data, 0, framed, 10, data.length);
    assertThat(Trailer.read(framed, 10, 10 + data.length)).isEqualTo(trailer);
    if (trailer != null) {
      assertThat(trailer.packetBytes()).isBetween(576, 65507);
      assertThat(trailer.rtrEntriesMax()).isBetween(1, WireLimits.RTR_ENTRIES_MAX);
      byte[] again = new byte[Trailer.LENGTH];
      assertThat(trailer.write(again, 0)).isEqualTo(Trailer.LENGTH);
      assertThat(Trailer.read(again, 0, again.length)).isEqualTo(trailer);
    }
  }
}
