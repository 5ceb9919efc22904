package io.evs.cli.key;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import io.evs.cli.Options;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.ring.RingMember;
import io.evs.node.KeyOperator;
import io.evs.security.KeyFiles;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the key commands, and the key ring and the ring they describe. */
final class KeyOptions {
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);

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

  /** The key of the configuration, in use until another one is. */
  Optional<RingKey> first(Cli cli) {
    return settings(cli).path("security.keyfile").map(KeyFiles::read);
  }

  /** The key that a whole id or its beginning names, of those known here. */
  int id(Cli cli, String text) {
    List<Integer> known = new ArrayList<>(folder(cli).ids());
    first(cli).map(RingKey::id).filter(id -> !known.contains(id)).ifPresent(known::add);
    List<Integer> matching =
        known.stream().filter(id -> RingKey.name(id).startsWith(text) && !text.isEmpty()).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    Optional<Integer> whole = KeyFolder.parseId(text);
    if (matching.isEmpty() && whole.isPresent()) {
      return whole.get();
    }
    throw CliException.usage(
        matching.isEmpty()
            ? "\"" + text + "\" is no key that is installed here: see `evs key list`"
            : "\"" + text + "\" begins more than one key id: give more of it");
  }

  /** Does something with all members of the ring. */
  <T> T onRing(Cli cli, Function<KeyOperator, T> work) {
    folder(cli);
    EvsConfig config =
        MemberConfigs.configured(
            settings(cli), member.values(), MemberConfigs.stateHome(cli.terminal().environment()));
    try (RingMember ring = daemon.starter(cli, settings(cli), member).start(config)) {
      if (!ring.awaitOperational(FORM_TIMEOUT)) {
        throw new CliException(
            ExitCode.UNREACHABLE, "no ring formed within " + FORM_TIMEOUT.toSeconds() + " s");
      }
      try (KeyOperator operator = new KeyOperator(ring::openOperator)) {
        return work.apply(operator);
      } catch (EvsException lost) {
        throw new CliException(
            lost.code() == EvsException.Code.SECURITY ? ExitCode.DENIED : ExitCode.UNREACHABLE,
            lost.getMessage(),
            "",
            lost);
      }
    }
  }
}
