package io.evs.totem;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.part.Counter;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.RingIdField;
import io.evs.totem.wire.WireLimits;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObligationsTest {
  private static final RingId OLD = new RingId(1, 8);
  private static final int IDS_OF_A_PACKET = 16_000;

  private final TotemContext context =
      new TotemContext(
          new TotemConfig(1, 1, 1, 1, 1 << 20, 1472, 0, 0, 0, RingPolicy.ours(1_000_000_000L)),
          new NoEffects(),
          null,
          new PacketPool(1 << 16, 1));
  private final Obligations obligations = new Obligations(context);

  private void isToldOf(int count, int... ids) {
    byte[] note = new byte[McastPacket.HEADER_LENGTH + RingIdField.LENGTH + 4 + 4 * ids.length];
    int at = McastPacket.HEADER_LENGTH;
    RingIdField.write(note, at, OLD);
    Bytes.putInt(note, at + RingIdField.LENGTH, count);
    for (int i = 0; i < ids.length; i++) {
      Bytes.putInt(note, at + RingIdField.LENGTH + 4 + 4 * i, ids[i]);
    }
    obligations.read(note, 0, note.length, OLD);
  }

  /** SEC-L8: packets of strange ids made lists grow without end, each look-up slower. */
  @Test
  void onlyMembersOfTheOldRingAreKept() {
    context.installed = new RingState(OLD, new int[] {1, 2, 3}, 1, 0, 0);
    isToldOf(IDS_OF_A_PACKET, IntStream.range(1, IDS_OF_A_PACKET + 1).toArray());
    assertThat(obligations.all()).isEmpty();
    isToldOf(-1, 2);
    isToldOf(3, 2, 3);
    assertThat(obligations.all()).isEmpty();
    assertThat(context.counters.get(Counter.PACKETS_IMPLAUSIBLE)).isEqualTo(3);
    for (int packet = 0; packet < 100; packet++) {
      isToldOf(
          WireLimits.PROCESSORS_MAX,
          IntStream.range(0, WireLimits.PROCESSORS_MAX).map(i -> 1000 + i).toArray());
    }
    assertThat(obligations.all()).isEmpty();
    isToldOf(3, 3, 77, 2);
    assertThat(obligations.all()).containsExactly(2, 3);
  }

  @Test
  void aMemberWithoutOldRingKeepsNothing() {
    isToldOf(1, 1);
    assertThat(obligations.all()).isEmpty();
  }
}
