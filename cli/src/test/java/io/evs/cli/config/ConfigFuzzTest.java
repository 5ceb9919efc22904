package io.evs.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.cli.base.CliException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Any bytes as a configuration file: settings, or one error that names the file. */
class ConfigFuzzTest {
  @FuzzTest
  void yaml(byte[] data) {
    try {
      Map<String, Setting> settings =
          YamlSource.read("evs.yaml", new String(data, StandardCharsets.UTF_8));
      settings.forEach((name, setting) -> assertThat(setting.key().name()).isEqualTo(name));
    } catch (CliException e) {
      assertThat(e).hasMessageStartingWith("evs.yaml");
    }
  }

  /** Any text as the value of every key, as options and variables give it. */
  @FuzzTest
  void values(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (Key key : Keys.all()) {
      try {
        assertThat(key.type().parse(text)).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(key.type().allowed()).isNotEmpty();
      }
    }
  }
}
