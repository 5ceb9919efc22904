package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void itGoesAsFarAsTheDeliveryOfMessages() {
    assertThat(Rehearsal.run()).isGreaterThanOrEqualTo(40);
  }
}
