package io.evs.cli.key;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import io.evs.cli.Options;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.IpcConfigs;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.node.KeyOperator;
import io.evs.security.KeyFiles;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the key commands, and the key ring and the ring they describe. */
final class KeyOptions {
  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "5s",
      description = "How long to wait for the members' answers (default: 5s).")
  private String wait;

  CommonOptions common() {
    return common;
  }

  Duration patience() {
    return Options.duration("--wait", wait);
  }

  private Settings settings(Cli cli) {
    return common.settings(cli, daemon.asSettings(member));
  }

  /** The folder of installed keys. */
  KeyFolder folder(Cli cli) {
    Path path =
        settings(cli)
            .path("security.keyring")
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE,
                        "no key ring is configured, so the ring has one key that stays",
                        "set security.keyring to a folder on every node, and start it again"));
    return new KeyFolder(path);
  }

  /** The folder of installed keys, if one is configured. */
  Optional<KeyFolder> folderIfAny(Cli cli) {
    return settings(cli).path("security.keyring").map(KeyFolder::new);
  }

  /**
   * The key of the configuration, in use until another one is.
   *
   * @throws EvsException SECURITY if it cannot be read
   */
  Optional<RingKey> first(Cli cli) {
    return settings(cli).path("security.keyfile").map(KeyFiles::read);
  }

  /**
   * The node of this configuration that runs on this machine.
   *
   * @throws EvsException if this user may not ask it, or it does not answer
   */
  Optional<EvsMember> running(Cli cli) {
    return daemon.running(cli, settings(cli), member);
  }

  /** Does something with all members of the ring, from a node that runs. */
  <T> T onRing(Cli cli, BiFunction<KeyOperator, NodeStatus.Security, T> work) {
    try (EvsMember ring = member(cli)) {
      Formation.await(ring);
      try (KeyOperator operator = new KeyOperator(ring)) {
        return work.apply(operator, ring.status().security());
      } catch (EvsException lost) {
        boolean denied =
            lost.code() == EvsException.Code.SECURITY || lost.code() == EvsException.Code.ACCESS;
        throw new CliException(
            denied ? ExitCode.DENIED : ExitCode.UNREACHABLE, lost.getMessage(), "", lost);
      }
    }
  }

  private EvsMember member(Cli cli) {
    if (daemon.isMember(member)) {
      EvsConfig config =
          daemon.beside(
              settings(cli), member, MemberConfigs.stateHome(cli.terminal().environment()));
      return cli.starter().start(config);
    }
    return running(cli)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.UNREACHABLE,
                    "no evs node of this ring serves "
                        + IpcConfigs.lookedAt(settings(cli), cli.terminal().environment()),
                    "start one with "
                        + IpcConfigs.startCommand(settings(cli))
                        + ", or give --no-daemon to become a member instead"));
  }
}
