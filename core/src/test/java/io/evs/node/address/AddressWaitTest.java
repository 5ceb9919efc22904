package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressWaitTest {
  private long now;
  private long thereAt;
  private EvsException.Code code = EvsException.Code.INVALID_PARAM;
  private final List<String> told = new ArrayList<>();
  private final AddressWait wait =
      new AddressWait(
          () -> {
            if (now < thereAt) {
              throw new EvsException(code, "it is not here");
            }
          },
          () -> now,
          nanos -> now += nanos);

  private void await(Duration atMost) {
    wait.await(atMost, (missing, most) -> told.add(missing));
  }

  @Test
  @DisplayName("FIELD-16: an address that comes late is waited for, and said once")
  void waitsForAnAddressThatComesLate() {
    thereAt = Duration.ofSeconds(12).toNanos();
    await(Duration.ofSeconds(60));
    assertThat(now).isEqualTo(thereAt);
    assertThat(told).containsExactly("it is not here");
  }

  @Test
  @DisplayName("FIELD-16: the wait is bounded, and there is none with zero")
  void theWaitIsBounded() {
    thereAt = Long.MAX_VALUE;
    assertThatThrownBy(() -> await(Duration.ofSeconds(60))).hasMessage("it is not here");
    assertThat(now).isEqualTo(Duration.ofSeconds(60).toNanos());
    told.clear();
    assertThatThrownBy(() -> await(Duration.ZERO)).hasMessage("it is not here");
    assertThat(told).isEmpty();
  }

  @Test
  void anAddressThatIsThereIsNotWaitedForNorAnotherErrorEver() {
    await(Duration.ofSeconds(60));
    assertThat(now).isZero();
    thereAt = Long.MAX_VALUE;
    code = EvsException.Code.SECURITY;
    assertThatThrownBy(() -> await(Duration.ofSeconds(60))).isInstanceOf(EvsException.class);
    assertThat(now).isZero();
    assertThat(told).isEmpty();
  }
}
