package io.evs.cli.config;

import io.evs.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code evs config}. */
@Command(
    name = "config",
    header = "Look at the configuration.",
    footerHeading = "Examples:%n",
    footer = {"  evs config show --origin", ""},
    subcommands = ConfigShowCommand.class)
public final class ConfigCommand extends CommandGroup {}
