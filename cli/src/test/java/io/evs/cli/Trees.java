package io.evs.cli;

import io.evs.cli.completion.CommandTree;
import io.evs.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The command tree, for what is generated from it. */
public final class Trees {
  private Trees() {}

  /** As picocli has it. */
  public static CommandSpec spec() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(), nowhere, nowhere, false, false, false, Map.of());
    return new Cli(terminal).tree().getCommandSpec();
  }

  /** As shells need it. */
  public static CommandTree tree() {
    return CommandTree.of(spec());
  }
}
