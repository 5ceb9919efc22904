package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packets of a ring, around each number at which arithmetic may break. */
class ReceiveWindowTest {
  private final PacketPool pool = new PacketPool(1500, 64);

  @ParameterizedTest
  @ValueSource(ints = {0, -3, Integer.MAX_VALUE - 3, 1_000_000})
  void keepsWhatIsAboveTheReleasedNumber(int initial) {
    ReceiveWindow window = new ReceiveWindow(initial);
    Packet first = pool.acquire();
    Packet tenth = pool.acquire();
    window.put(initial + 1, first);
    window.put(initial + 10, tenth);
    assertThat(window.get(initial)).isNull();
    assertThat(window.get(initial + 1)).isSameAs(first);
    assertThat(window.get(initial + 2)).isNull();
    assertThat(window.get(initial + 10)).isSameAs(tenth);
    window.releaseUpTo(initial + 5, pool);
    assertThat(window.released()).isEqualTo(initial + 5);
    assertThat(window.get(initial + 1)).isNull();
    assertThat(window.get(initial + 10)).isSameAs(tenth);
    assertThat(window.take(initial + 10)).isSameAs(tenth);
    assertThat(window.get(initial + 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3, Integer.MAX_VALUE - 3})
  void acceptsAsManyNumbersAsFitAndNoOther(int initial) {
    ReceiveWindow window = new ReceiveWindow(initial);
    int last = initial + ReceiveWindow.CAPACITY_MAX - 1;
    assertThat(window.accepts(initial)).isFalse();
    assertThat(window.accepts(initial + 1)).isTrue();
    assertThat(window.accepts(last)).isTrue();
    assertThat(window.accepts(last + 1)).isFalse();
    Packet packet = pool.acquire();
    assertThatThrownBy(() -> window.put(initial, packet)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> window.put(last + 1, packet))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -300, Integer.MAX_VALUE - 300})
  void growsAndLosesNothing(int initial) {
    ReceiveWindow window = new ReceiveWindow(initial);
    int before = window.capacity();
    Packet[] packets = new Packet[before * 4];
    for (int i = 1; i < packets.length; i += 2) {
      packets[i] = pool.acquire();
      window.put(initial + i, packets[i]);
    }
    assertThat(window.capacity()).isEqualTo(before * 4);
    for (int i = 1; i < packets.length; i++) {
      assertThat(window.get(initial + i)).as("number %d", i).isSameAs(packets[i]);
    }
  }

  @Test
  void missesAreCountedUntilThePacketIsHere() {
    ReceiveWindow window = new ReceiveWindow(0);
    assertThat(window.countMiss(5)).isEqualTo(1);
    assertThat(window.countMiss(5)).isEqualTo(2);
    assertThat(window.countMiss(6)).isEqualTo(1);
    window.put(5, pool.acquire());
    assertThat(window.countAnswer(5)).as("answers begin at 1").isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      window.countMiss(6);
    }
    assertThat(window.countMiss(6)).isEqualTo(Byte.MAX_VALUE);
    window.releaseUpTo(6, pool);
    assertThat(window.countMiss(6 + window.capacity())).as("the same place").isEqualTo(1);
  }

  @Test
  void missesSurviveGrowing() {
    ReceiveWindow window = new ReceiveWindow(0);
    window.countMiss(7);
    window.put(window.capacity() + 1, pool.acquire());
    assertThat(window.countMiss(7)).isEqualTo(2);
  }

  @Test
  void clearingGivesEverythingBack() {
    ReceiveWindow window = new ReceiveWindow(0);
    Packet packet = pool.acquire();
    window.put(3, packet);
    window.clear(pool);
    assertThat(window.get(3)).isNull();
    assertThat(pool.outstanding()).isZero();
  }
}
