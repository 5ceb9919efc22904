package io.evs.cli.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.cli.config.Settings;
import io.evs.cli.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberConfigsTest {
  private static EvsConfig configured(Map<String, String> environment) {
    Settings settings = new SettingsLoader(environment).load(Optional.empty(), Map.of());
    return MemberConfigs.configured(
        settings, new MemberOptions.Values(false, Optional.empty()), Path.of("/state"));
  }

  @Test
  void withoutConfigurationAUserHasOneRingOnLoopback() {
    EvsConfig config = configured(Map.of("HOME", "/nonexistent"));
    assertThat(config.bind()).isEqualTo("127.0.0.1");
    assertThat(config.ringName()).startsWith("user-");
    assertThat(config.port()).isEmpty();
    assertThat(config.nodeId()).isEmpty();
    assertThat(config.stateDir()).contains(Path.of("/state"));
  }

  @Test
  void aConfiguredRingIsCalledMain() {
    EvsConfig config =
        configured(
            Map.of("EVS_NODE_BIND", "10.0.0.1", "EVS_PEERS", "10.0.0.2", "EVS_TOTEM_TOKEN", "2s"));
    assertThat(config.ringName()).isEqualTo("main");
    assertThat(config.peers()).containsExactly(new EvsConfig.Peer("10.0.0.2", 0));
    assertThat(config.totem(TotemOption.TOKEN)).hasValue(Duration.ofSeconds(2).toNanos());
    assertThat(config.totem(TotemOption.JOIN)).isEmpty();
  }

  /** SEC-L20: from another folder it would be another member, with other ring sequences. */
  @Test
  void pathsInAFileStartFromTheFolderOfThatFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(
        file,
        "node: {state_dir: state}\nsecurity: {keyfile: ring.key, keyring: keys}\n"
            + "ipc: {socket: evs.sock}\n");
    Map<String, String> environment = Map.of("EVS_CONFIG", file.toString());
    EvsConfig config = configured(environment);
    assertThat(config.stateDir()).contains(folder.resolve("state"));
    assertThat(config.keyFile()).contains(folder.resolve("ring.key"));
    assertThat(config.keyring()).contains(folder.resolve("keys"));
    Settings settings = new SettingsLoader(environment).load(Optional.empty(), Map.of());
    assertThat(IpcConfigs.socket(settings, environment)).isEqualTo(folder.resolve("evs.sock"));
  }

  @Test
  void knowsLoopback() {
    assertThat(MemberConfigs.isLoopback("127.0.0.9")).isTrue();
    assertThat(MemberConfigs.isLoopback("::1")).isTrue();
    assertThat(MemberConfigs.isLoopback("lo")).isTrue();
    assertThat(MemberConfigs.isLoopback("10.0.0.1")).isFalse();
    assertThat(MemberConfigs.isLoopback("eth0")).isFalse();
  }
}
