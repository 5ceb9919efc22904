package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.ipc.EvsClient;
import io.evs.text.Causes;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Options of commands that are clients of the local daemon. Where a configuration or an option says
 * which, they are that or fail: a member in the daemon's place would keep it from starting.
 * Otherwise they become members themselves if there is none.
 */
public final class DaemonOptions {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "Be a client of the daemon there, or fail (default: of the one at ipc.socket, if any).")
  private String socket;

  @Option(
      names = "--no-daemon",
      description =
          "Become a member of the ring, beside a local daemon: on another port and with another id"
              + " than a configuration file gives.")
  private boolean noDaemon;

  /** Those that set keys of the configuration, by name of the key, with those of a member. */
  public Map<String, String> asSettings(MemberOptions member) {
    Map<String, String> values = new LinkedHashMap<>(member.asSettings());
    if (socket != null) {
      values.put("ipc.socket", socket);
    }
    return values;
  }

  /** Whether the daemon was named whose client the command is to be. */
  public boolean namesSocket() {
    return socket != null;
  }

  /**
   * Refuses the option where a command needs no daemon.
   *
   * @param with what leaves nothing for a daemon to do, such as another option
   */
  public void refuseSocket(String with) {
    if (socket != null) {
      throw CliException.usage(
          "--socket asks for a client of a daemon, and "
              + with
              + " for none: leave out one of them");
    }
  }

  /**
   * What starts members: clients of the daemon that serves the socket of the configuration, if its
   * ring and node are those that the configuration names; real members if there is none, or if an
   * option asks for what only a member can do. Whoever names a socket gets that daemon or none.
   */
  public RingStarter starter(CommandContext context, Settings settings, MemberOptions member) {
    boolean asMember = isMember(member);
    if (socket != null && asMember) {
      throw CliException.usage(
          "--socket asks for a client of a daemon, the other options for a member of the ring; leave"
              + " out --socket, or them");
    }
    if (asMember) {
      return context.starter();
    }
    return config ->
        LocalDaemon.find(settings, context.terminal().environment())
            .orElseGet(() -> otherwise(context, settings, config));
  }

  /** Whether options ask for what only a member can do. */
  public boolean isMember(MemberOptions member) {
    return noDaemon || member.isGiven();
  }

  /**
   * The daemon that serves the socket of the configuration, if its ring and node are those that the
   * configuration names; empty if there is none, or if options ask for a member.
   *
   * @throws io.evs.EvsException ACCESS if this user may not connect; TIMEOUT if it does not answer
   */
  public Optional<EvsMember> running(
      CommandContext context, Settings settings, MemberOptions member) {
    return isMember(member)
        ? Optional.empty()
        : LocalDaemon.find(settings, context.terminal().environment());
  }

  /**
   * A member beside the daemon of a configuration file leaves it its port, its id and its votes, so
   * that the daemon can always start.
   */
  public EvsConfig beside(Settings settings, MemberOptions member, Path stateHome) {
    boolean besideDaemon = noDaemon || (member.isGiven() && settings.isAskedFor("ipc.socket"));
    Settings own = settings;
    boolean onLoopback = MemberConfigs.isLoopback(settings.text("node.bind").orElseThrow());
    boolean takesDaemons = settings.isOfFile("node.port") || !onLoopback;
    if (besideDaemon && takesDaemons && !settings.isAskedOtherwise("node.port")) {
      own = own.with("node.port", Integer.toString(freePort()), "option --no-daemon");
    }
    if (besideDaemon && settings.isOfFile("node.id")) {
      own = own.without("node.id");
    }
    if (besideDaemon && settings.isGiven("quorum.expected_votes")) {
      own = own.with("quorum.votes", "0", "option --no-daemon");
    }
    return MemberConfigs.configured(own, member.values(), stateHome);
  }

  private static int freePort() {
    try (DatagramSocket any = new DatagramSocket()) {
      return any.getLocalPort();
    } catch (SocketException error) {
      throw new CliException(
          ExitCode.UNREACHABLE, "no port is free: " + Causes.of(error), "", error);
    }
  }

  /** One that is there is served by a node of another ring or id. */
  private static Optional<String> removed(Path socket) {
    return Files.exists(socket) ? Optional.empty() : EvsClient.removed(socket);
  }

  private EvsMember otherwise(CommandContext context, Settings settings, EvsConfig config) {
    if (settings.isAskedFor("ipc.socket")) {
      Path socket = IpcConfigs.socket(settings, context.terminal().environment());
      throw new CliException(
          ExitCode.UNREACHABLE,
          removed(socket).orElse("no evs node of that ring and node id serves " + socket),
          "start it with "
              + IpcConfigs.startCommand(settings)
              + ", or become a member beside it with --no-daemon");
    }
    return context.starter().start(config);
  }
}
