package io.evs.cli.ring;

import io.evs.cli.config.Settings;
import io.evs.ipc.IpcSettings;
import io.evs.ipc.SocketFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From the configuration of the commands to that of the daemon's socket. */
public final class IpcConfigs {
  private IpcConfigs() {}

  /** Where the daemon serves, or is looked for. */
  public static Path socket(Settings settings, Map<String, String> environment) {
    return settings
        .path("ipc.socket")
        .orElseGet(() -> SocketFile.defaultPath(environment, MemberConfigs.stateHome(environment)));
  }

  /** How a daemon serves. */
  public static IpcSettings server(Settings settings, Map<String, String> environment) {
    return new IpcSettings(
        socket(settings, environment),
        settings.text("ipc.mode").orElseThrow(),
        numbers(settings, "ipc.uids"),
        numbers(settings, "ipc.gids"),
        numbers(settings, "ipc.admin_uids"),
        IpcSettings.DEFAULT_QUEUE_BYTES);
  }

  private static List<Long> numbers(Settings settings, String key) {
    return settings.texts(key).stream().map(Long::valueOf).toList();
  }
}
