package io.evs.cli.config.show;

import io.evs.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code evs config}. */
@Command(
    name = "config",
    header = "Look at the configuration.",
    footerHeading = "Examples:%n",
    footer = {"  evs config show --origin", "  evs config explain", ""},
    subcommands = {ConfigShowCommand.class, ConfigExplainCommand.class})
public final class ConfigCommand extends CommandGroup {}
