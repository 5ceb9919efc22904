package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Options of commands that are clients of the local daemon when there is one, and become members
 * themselves otherwise.
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
      description = "Become a member of the ring even if a local daemon serves it.")
  private boolean noDaemon;

  /** Those that set keys of the configuration, by name of the key, with those of a member. */
  public Map<String, String> asSettings(MemberOptions member) {
    Map<String, String> values = new LinkedHashMap<>(member.asSettings());
    if (socket != null) {
      values.put("ipc.socket", socket);
    }
    return values;
  }

  /**
   * What starts members: clients of the daemon that serves the socket of the configuration, if its
   * ring and node are those that the configuration names; real members if there is none, or if an
   * option asks for what only a member can do. Whoever names a socket gets that daemon or none.
   */
  public RingStarter starter(Cli cli, Settings settings, MemberOptions member) {
    boolean asMember = isMember(member);
    if (socket != null && asMember) {
      throw CliException.usage(
          "--socket asks for a client of a daemon, the other options for a member of the ring; leave"
              + " out --socket, or them");
    }
    if (asMember) {
      return cli.starter();
    }
    return config ->
        DaemonMember.find(settings, cli.terminal().environment())
            .orElseGet(() -> otherwise(cli, config));
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
  public Optional<RingMember> running(Cli cli, Settings settings, MemberOptions member) {
    return isMember(member)
        ? Optional.empty()
        : DaemonMember.find(settings, cli.terminal().environment());
  }

  private RingMember otherwise(Cli cli, EvsConfig config) {
    if (socket != null) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "no evs node of that ring and node id serves " + socket,
          "start one with `evs node`, or leave out --socket to become a member");
    }
    return cli.starter().start(config);
  }
}
