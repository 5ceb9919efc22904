package io.evs.cli.group;

import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.Options;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all group commands, and the session they describe. */
final class GroupOptions {
  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "1s",
      description = "How long a member that is alone waits for others (default: 1s).")
  private String wait;

  CommonOptions common() {
    return common;
  }

  /** Becomes a client of the local daemon, or a member of the ring. */
  GroupSession open(Cli cli, EvsListener listener) {
    Settings settings = common.settings(cli, daemon.asSettings(member));
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(cli.terminal().environment()));
    return GroupSession.open(daemon.starter(cli, settings, member), config, listener);
  }

  Duration settle() {
    return Options.durationOrZero("--wait", wait);
  }

  static List<Group> groups(List<String> names) {
    return names.stream().map(Group::new).toList();
  }

  /** The guarantee of that name; says so if the ring gives more than was asked for. */
  Guarantee guarantee(Cli cli, String name) {
    if (!name.matches("unordered|fifo|agreed|safe")) {
      throw CliException.usage(
          "option --guarantee: \"" + name + "\" is not allowed; it must be agreed or safe");
    }
    Guarantee asked = Guarantee.valueOf(name.toUpperCase(Locale.ROOT));
    if (asked != asked.effective()) {
      common.remark(cli, "evs: messages are sent agreed, which includes " + name);
    }
    return asked.effective();
  }
}
