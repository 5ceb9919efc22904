package io.evs.cli.ring;

import io.evs.cli.config.Setting;
import io.evs.cli.config.Settings;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the configuration of the commands to that of the daemon's socket. */
public final class IpcConfigs {
  private IpcConfigs() {}

  private static SocketPlaces places(Map<String, String> environment) {
    return SocketPlaces.of(environment, MemberConfigs.stateHome(environment));
  }

  /** Where the daemon is looked for. */
  public static Path socket(Settings settings, Map<String, String> environment) {
    return settings.path("ipc.socket").orElseGet(() -> places(environment).toFind());
  }

  /** All places where the daemon was looked for, for people. */
  public static String lookedAt(Settings settings, Map<String, String> environment) {
    return settings
        .path("ipc.socket")
        .map(Path::toString)
        .orElseGet(
            () ->
                places(environment).all().stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(" or ")));
  }

  /** What of the environment is not followed and why; empty if all is. */
  public static Optional<String> remark(Settings settings, Map<String, String> environment) {
    return settings.setting("ipc.socket").isPresent()
        ? Optional.empty()
        : Optional.of(places(environment).remark()).filter(text -> !text.isEmpty());
  }

  /** The command that starts the daemon that was looked for. */
  public static String startCommand(Settings settings) {
    Optional<Setting> socket = settings.setting("ipc.socket");
    String option =
        socket
            .filter(each -> each.origin().startsWith("option "))
            .map(each -> " --socket " + each.value())
            .orElse("");
    String config =
        settings
            .namedFile()
            .or(() -> socket.flatMap(Setting::file))
            .map(file -> " --config " + file)
            .orElse("");
    return "`evs node" + option + config + "`";
  }

  /** How a daemon serves. */
  public static IpcSettings server(Settings settings, Map<String, String> environment) {
    return new IpcSettings(
        settings.path("ipc.socket").orElseGet(() -> places(environment).toBind()),
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
