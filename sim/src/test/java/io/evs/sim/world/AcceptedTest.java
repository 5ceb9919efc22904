package io.evs.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.net.Datagram;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AcceptedTest {
  private static final int SEALED_BYTES = 60;

  private final Accepted accepted = new Accepted();

  private static Datagram packet(int from, int sealer, long start, long number) {
    ByteBuffer sealed = ByteBuffer.allocate(SEALED_BYTES);
    sealed.putInt(6, sealer).putLong(10, start).putLong(18, number);
    return new Datagram(from, 1, new byte[13], sealed.array());
  }

  @Test
  void aPacketThatComesTwiceIsAComplaint() {
    assertThat(accepted.complaint(packet(2, 2, -7, 1))).isEmpty();
    assertThat(accepted.complaint(packet(2, 2, -7, 2))).isEmpty();
    assertThat(accepted.complaint(packet(3, 3, -7, 1))).isEmpty();
    assertThat(accepted.complaint(packet(2, 2, -7, 1))).contains("of 2 twice");
  }

  @Test
  void aPacketFromElsewhereIsAComplaint() {
    assertThat(accepted.complaint(packet(1000, 2, 7, 1))).contains("from address 1000");
  }

  @Test
  void aPacketOfAnEarlierStartIsAComplaint() {
    assertThat(accepted.complaint(packet(2, 2, 7, 1))).isEmpty();
    assertThat(accepted.complaint(packet(2, 2, 8, 1))).isEmpty();
    assertThat(accepted.complaint(packet(2, 2, 8, 2))).isEmpty();
    assertThat(accepted.complaint(packet(2, 2, 7, 2))).contains("an earlier start of 2");
  }
}
