package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassWarmUpTest {
  @Test
  void itGoesAsFarAsTheDeliveryOfMessages() {
    assertThat(ClassWarmUp.run()).isGreaterThanOrEqualTo(40);
  }
}
