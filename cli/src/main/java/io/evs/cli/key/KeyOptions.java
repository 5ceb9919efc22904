package io.evs.cli.key;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.IpcConfigs;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFiles;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
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

  private Settings settings(CommandContext context) {
    return common.settings(context, daemon.asSettings(member));
  }

  /** The folder of installed keys. */
  KeyFolder folder(CommandContext context) {
    Path path =
        settings(context)
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
  Optional<KeyFolder> folderIfAny(CommandContext context) {
    return settings(context).path("security.keyring").map(KeyFolder::new);
  }

  /**
   * The key of the configuration, in use until another one is.
   *
   * @throws EvsException SECURITY if it cannot be read
   */
  Optional<RingKey> first(CommandContext context) {
    return settings(context).path("security.keyfile").map(KeyFiles::read);
  }

  /**
   * The node of this configuration that runs on this machine.
   *
   * @throws EvsException if this user may not ask it, or it does not answer
   */
  Optional<EvsMember> running(CommandContext context) {
    return daemon.running(context, settings(context), member);
  }

  /** Does something with all members of the ring, from a node that runs. */
  <T> T onRing(CommandContext context, BiFunction<KeyRotation, NodeStatus.Security, T> work) {
    try (EvsMember ring = member(context)) {
      Formation.await(ring);
      try (KeyRotation operator = new KeyRotation(ring)) {
        return work.apply(operator, ring.status().security());
      } catch (EvsException lost) {
        boolean denied =
            lost.code() == EvsException.Code.SECURITY || lost.code() == EvsException.Code.ACCESS;
        throw new CliException(
            denied ? ExitCode.DENIED : ExitCode.UNREACHABLE, lost.getMessage(), "", lost);
      }
    }
  }

  private EvsMember member(CommandContext context) {
    if (daemon.isMember(member)) {
      EvsConfig config =
          daemon.beside(
              settings(context), member, MemberConfigs.stateHome(context.terminal().environment()));
      return context.starter().start(config);
    }
    return running(context)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.UNREACHABLE,
                    "no evs node of this ring serves "
                        + IpcConfigs.lookedAt(settings(context), context.terminal().environment()),
                    "start one with "
                        + IpcConfigs.startCommand(settings(context))
                        + ", or give --no-daemon to become a member instead"));
  }
}
