package io.evs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static Delivery delivery(String text, int sequence) {
    return new Delivery(
        List.of(Group.of("chat")),
        new GroupMember(NodeId.of(1), 2),
        Guarantee.SAFE,
        new RingId(1, 8),
        sequence,
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void isAValue() {
    assertThat(delivery("hello", 3)).isEqualTo(delivery("hello", 3));
    assertThat(delivery("hello", 3)).hasSameHashCodeAs(delivery("hello", 3));
    assertThat(delivery("hello", 3)).isNotEqualTo(delivery("hallo", 3));
    assertThat(delivery("hello", 3)).isNotEqualTo(delivery("hello", 4));
    assertThat(delivery("hello", -1))
        .hasToString("SAFE message of 1/2 to [chat], ring 1:8, sequence 4294967295, 5 bytes");
    assertThat(delivery("grüß", 3).text()).isEqualTo("grüß");
  }

  @Test
  void itsViewCannotChangeIt() {
    Delivery delivery = delivery("hello", 3);
    assertThat(delivery.view().remaining()).isEqualTo(5);
    assertThatThrownBy(() -> delivery.view().put((byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
  }
}
