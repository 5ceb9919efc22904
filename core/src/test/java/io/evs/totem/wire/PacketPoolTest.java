package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketPoolTest {
  /** SEC-L21: whoever sends long datagrams that are refused costs no array for each. */
  @ParameterizedTest
  @ValueSource(ints = {2049, 4096, 9000, 40_000, 65_507})
  void longPacketsAreUsedAgain(int length) {
    PacketPool pool = new PacketPool(2048, 100);
    Set<Packet> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 10_000; i++) {
      Packet packet = pool.acquire(length);
      packet.length(length);
      arrays.add(packet);
      pool.release(packet);
      pool.recycle();
    }
    assertThat(arrays).hasSize(1);
    assertThat(pool.outstanding()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2049, 65_507})
  void aPacketThatRestsIsNotHandedOut(int length) {
    PacketPool pool = new PacketPool(2048, 100);
    Packet first = pool.acquire(length);
    pool.release(first);
    assertThat(pool.acquire(length)).isNotSameAs(first);
    pool.recycle();
    assertThat(pool.acquire(length)).isSameAs(first);
  }
}
