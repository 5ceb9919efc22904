package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import picocli.CommandLine.Mixin;

/** Options of commands that use a service of the ring, and the member that they describe. */
public final class ConnectOptions {
  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;
  @Mixin private WaitOptions waiting;

  /** Options of all commands. */
  public CommonOptions common() {
    return common;
  }

  /** Becomes a client of the local daemon, or a member of the ring. */
  public EvsMember connect(CommandContext context) {
    waiting.check(text -> common.remark(context, text));
    Settings settings = common.settings(context, daemon.asSettings(member));
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(context.terminal().environment()));
    EvsMember connected = daemon.starter(context, settings, member).start(config);
    try {
      Formation.await(connected);
      waiting.await(connected);
      return connected;
    } catch (RuntimeException | Error failed) {
      connected.close();
      throw failed;
    }
  }
}
