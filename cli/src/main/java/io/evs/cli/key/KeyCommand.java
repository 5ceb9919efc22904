package io.evs.cli.key;

import io.evs.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code evs key}. */
@Command(
    name = "key",
    header = "Change the key of a ring while it runs.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs keygen new                       then, with a copy of it, on every node:",
      "  evs key install new",
      "  evs key use 3fa2b1c4                 on one node: all seal with it from here on",
      "  evs key retire 77aa0011              on one node: nobody accepts the old one any more",
      "  evs key list --all",
      ""
    },
    description = {
      "Needs security.keyring, a folder for installed keys, in the configuration of every node.",
      "Keys never travel: copy the file to each node as you did with the first one."
    },
    subcommands = {
      KeyInstallCommand.class,
      KeyUseCommand.class,
      KeyRetireCommand.class,
      KeyListCommand.class
    })
public final class KeyCommand extends CommandGroup {}
