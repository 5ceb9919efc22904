package io.evs.node.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMessageTest {
  @Test
  void comesBackAsItWasSent() {
    List<KeyMessage> all =
        List.of(
            new KeyMessage.Query(),
            new KeyMessage.Use(12, 0xdeadbeef),
            new KeyMessage.Retire(5),
            new KeyMessage.State(0, 1, List.of(), List.of(), List.of()),
            new KeyMessage.State(
                9,
                0x80000000,
                List.of(1, 0xffffffff),
                List.of(1L, 0xffff_ffffL),
                List.of("10.0.0.1:5405", "fe80:0:0:0:0:0:0:1%eth0:5405")));
    for (KeyMessage each : all) {
      assertThat(KeyMessage.parse(each.bytes())).contains(each);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "use",
        "use 1",
        "use x 12345678",
        "use 1 123",
        "retire",
        "retire 1234567g",
        "state 1 12345678",
        "state 1 12345678 zz - -",
        "state 1 12345678 - x -"
      })
  void whatIsNotUnderstoodIsNothing(String text) {
    assertThat(KeyMessage.parse(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
  }

  @Test
  void whatIsTooLongIsNothing() {
    assertThat(KeyMessage.parse(new byte[KeyMessage.MAX_BYTES + 1])).isEmpty();
  }
}
