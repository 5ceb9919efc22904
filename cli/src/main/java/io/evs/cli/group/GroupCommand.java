package io.evs.cli.group;

import io.evs.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code evs group}. */
@Command(
    name = "group",
    header = "Join groups, send to them, listen, and see who is in them.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs group join chat                  type lines; Ctrl-D or Ctrl-C leaves",
      "  evs group send chat 'good morning'",
      "  evs group listen chat --count 10 --json",
      "  evs group list",
      ""
    },
    description = {
      "Without a configuration these commands share one ring per user on this machine's loopback."
    },
    subcommands = {
      JoinCommand.class,
      SendCommand.class,
      ListenCommand.class,
      ListCommand.class,
      MembersCommand.class
    })
public final class GroupCommand extends CommandGroup {}
