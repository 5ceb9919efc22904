package io.evs.cli.group;

import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.base.CliException;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.ring.WaitOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all group commands, and the session they describe. */
final class GroupOptions {
  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;
  @Mixin private WaitOptions waiting;

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
  GroupSession open(CommandContext context, EvsListener listener) {
    waiting.check(text -> common.remark(context, text));
    Settings settings = common.settings(context, daemon.asSettings(member));
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(context.terminal().environment()));
    return GroupSession.open(daemon.starter(context, settings, member), config, waiting, listener);
  }

  /** Whether the events come from a daemon, which may stop and start again. */
  boolean isClient(CommandContext context) {
    Settings settings = common.settings(context, daemon.asSettings(member));
    Optional<EvsMember> running = daemon.running(context, settings, member);
    running.ifPresent(EvsMember::close);
    return running.isPresent();
  }

  /** Becomes a client of the local daemon; empty while none serves. */
  Optional<GroupSession> openAgain(CommandContext context, EvsListener listener) {
    Settings settings = common.settings(context, daemon.asSettings(member));
    return daemon
        .running(context, settings, member)
        .map(
            client ->
                GroupSession.open(
                    config -> client, EvsConfig.builder().build(), waiting, listener));
  }

  /** What prints the events of groups, as these options say. */
  EventPrinter printer(
      CommandContext context,
      List<Group> groups,
      boolean time,
      Optional<MessageFormat> format,
      EvsListener hook,
      long messagesMax) {
    Optional<Supplier<Instant>> clock = time ? Optional.of(Instant::now) : Optional.empty();
    return new EventPrinter(
        context.terminal().out(),
        common.json() ? Optional.of(new EventJson(clock)) : Optional.empty(),
        new EventText(common.colored(context.terminal()), groups.size() > 1, clock),
        format,
        hook,
        messagesMax);
  }

  /** Who sits at a terminal and sees nothing happen is told what is waited for. */
  void hintAtInput(CommandContext context) {
    if (context.terminal().inputIsTerminal()) {
      common.remark(context, "evs: type what to send; Ctrl-D ends it");
    }
  }

  Duration settle() {
    return Options.durationOrZero("--wait", wait);
  }

  static List<Group> groups(List<String> names) {
    return names.stream().map(Group::new).toList();
  }

  /** The guarantee of that name; says so if the ring gives more than was asked for. */
  Guarantee guarantee(CommandContext context, String name) {
    if (!name.matches("unordered|fifo|agreed|safe")) {
      throw CliException.usage(
          "option --guarantee: \"" + name + "\" is not allowed; it must be agreed or safe");
    }
    Guarantee asked = Guarantee.valueOf(name.toUpperCase(Locale.ROOT));
    if (asked != asked.effective()) {
      common.remark(context, "evs: messages are sent agreed, which includes " + name);
    }
    return asked.effective();
  }
}
