package io.evs.cli.ring;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.ipc.EvsClient;
import java.util.Map;
import java.util.Optional;

/** Finds the daemon of a configuration on this machine. */
public final class LocalDaemon {
  private LocalDaemon() {}

  /**
   * The daemon that serves the socket of a configuration; empty if there is none, or if it is of
   * another ring or node than the configuration gives.
   *
   * @throws EvsException ACCESS if this user may not connect; TIMEOUT if it does not answer
   */
  public static Optional<EvsMember> find(Settings settings, Map<String, String> environment) {
    EvsClient client;
    try {
      client = EvsClient.connect(IpcConfigs.socket(settings, environment), "evs");
    } catch (EvsException refused) {
      if (refused.code() == EvsException.Code.TRY_AGAIN) {
        return Optional.empty();
      }
      throw refused;
    }
    if (!fits(client, settings)) {
      client.close();
      return Optional.empty();
    }
    return Optional.of(RingStarter.leaving(client));
  }

  private static boolean fits(EvsClient client, Settings settings) {
    boolean ring = settings.text("ring.name").map(client.ringName()::equals).orElse(true);
    boolean node = settings.number("node.id").map(id -> id == client.id().asLong()).orElse(true);
    return ring && node;
  }
}
