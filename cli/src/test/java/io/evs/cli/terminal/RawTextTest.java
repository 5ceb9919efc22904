package io.evs.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawTextTest {
  /** FIELD-7: what could not be read was sent as U+FFFD, with status 0. */
  @Test
  void textThatJavaHasMisreadIsRefused() {
    assertThat(RawText.misread(List.of("group", "send", "sch\uFFFDn"), Map.of()))
        .hasValueSatisfying(what -> assertThat(what).contains("argument").contains("C.UTF-8"));
    assertThat(RawText.misread(List.of(), Map.of("EVS_RING_NAME", "gr\uFFFD")))
        .hasValueSatisfying(what -> assertThat(what).contains("EVS_RING_NAME"));
    assertThat(RawText.misread(List.of("schön"), Map.of("OTHER", "\uFFFD"))).isEmpty();
  }
}
