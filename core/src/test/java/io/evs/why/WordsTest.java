package io.evs.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static String address(long a, long b, int port) {
    return Words.address(new FlightEvent(0, FlightKind.PAUSE, 0, a, b, port, Map.of()));
  }

  @Test
  void addressesAreWrittenAsPeopleWriteThem() {
    assertThat(address(0, 0xffff_0a4d_00ffL, 5405)).isEqualTo("10.77.0.255:5405");
    assertThat(address(0xfe80_0000_0000_0000L, 0x8000_0000_0000_0001L, 65_535))
        .isEqualTo("[fe80:0:0:0:8000:0:0:1]:65535");
  }
}
