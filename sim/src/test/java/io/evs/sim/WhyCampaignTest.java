package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.flight.Cause;
import io.evs.why.Change;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form of tools/why-campaign. */
class WhyCampaignTest {
  private static final int EACH = 5;

  @ParameterizedTest
  @MethodSource("io.evs.sim.WhyCampaign#causes")
  void findsCauseAndMember(Cause cause) {
    long right =
        IntStream.rangeClosed(1, EACH)
            .mapToObj(seed -> WhyCampaign.play(cause, seed))
            .filter(WhyCampaign.Case::isRight)
            .count();
    assertThat(right).as("right of %s of %s", EACH, cause).isEqualTo(EACH);
  }

  @Test
  void saysWhoLeftWhichRingWhyAndWhoFormedTheNext() {
    Change crash = WhyCampaign.play(Cause.CRASH, 1).answer().orElseThrow();
    assertThat(crash.text())
        .matches(
            "\\d left ring 1:\\d+ because no packet of it arrived any more"
                + " \\([\\d, and]+ missed the token for 200 ms\\), and it cannot be asked:"
                + " crashed, stopped or cut off;"
                + " [\\d, and]+ formed ring \\d:\\d+ in \\d+ ms\\.");
    assertThat(crash.unasked()).isEqualTo(crash.blamed());
    assertThat(crash.evidence()).anyMatch(each -> each.contains("no token for 200 ms"));
    Change pause = WhyCampaign.play(Cause.PAUSE, 1).answer().orElseThrow();
    assertThat(pause.pauseMillis()).isPresent();
    Change link = WhyCampaign.play(Cause.LINK, 1).answer().orElseThrow();
    assertThat(link.link()).isPresent();
    assertThat(link.text()).contains("no packet passed from " + link.link().get().from());
  }
}
