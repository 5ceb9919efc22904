package io.evs.cli.why;

import io.evs.EvsMember;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.ring.NodeOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that ask for flight recorders have in common. */
final class FlightOptions {
  @Mixin private NodeOptions node;

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "5s",
      description = "How long members that do not answer are waited for (default: 5s).")
  private String wait;

  CommonOptions common() {
    return node.common();
  }

  Duration patience() {
    return Options.duration("--wait", wait);
  }

  /**
   * Connects to the node that serves this machine.
   *
   * @param command whose client this is
   */
  EvsMember connect(CommandContext context, String command) {
    return node.connect(context, command, ", or name recorded files: evs why FILE");
  }
}
