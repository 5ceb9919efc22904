package io.evs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "f\u00fcr", "\ud83d\udd12", "12345678"})
  void anyTextIsAName(String name) {
    assertThat(Names.isName(name, 8)).isTrue();
  }

  /** Halves of pairs have no bytes; all of them would be sent as a question mark. */
  @ParameterizedTest
  @ValueSource(strings = {"", "123456789", "a\nb", "\u0085", "\ud83d", "a\udd12", "\ufffd"})
  void whatHasNoBytesOfItsOwnIsNone(String name) {
    assertThat(Names.isName(name, 8)).isFalse();
  }

  /** Three bytes of four: as long as what replaces them. */
  @Test
  void bytesThatAreNoTextAreNone() {
    byte[] cut = {(byte) 0xf0, (byte) 0x9f, (byte) 0x94};
    assertThat(Names.isName(new String(cut, StandardCharsets.UTF_8), 8)).isFalse();
    byte[] other = {(byte) 0xff};
    assertThat(Names.isName("a" + new String(other, StandardCharsets.UTF_8), 8)).isFalse();
  }
}
