package io.evs.ipc.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpcSettingsTest {
  /** SEC-L5: a socket for everybody is warned of, unless it is said who may connect. */
  @ParameterizedTest
  @CsvSource({
    "0666, '', '', true",
    "0602, '', '', true",
    "777, '', '', true",
    "0666, 1000, '', false",
    "0666, '', 1000, false",
    "0660, '', '', false",
    // To connect is to write.
    "0664, '', '', false",
    "0600, '', '', false"
  })
  void aSocketForEverybodyIsWarnedOf(String mode, String uid, String gid, boolean warned) {
    IpcSettings settings =
        new IpcSettings(
            Path.of("evs.sock"), mode, numbers(uid), numbers(gid), List.of(1L), 1 << 20);
    assertThat(settings.warning().isPresent()).isEqualTo(warned);
    settings
        .warning()
        .ifPresent(
            sentence ->
                assertThat(sentence)
                    .contains("ipc.mode " + mode, "every user of this machine", "ipc.uids"));
  }

  private static List<Long> numbers(String text) {
    return text.isEmpty() ? List.of() : List.of(Long.valueOf(text));
  }
}
