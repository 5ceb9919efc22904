package io.evs.cli;

import io.evs.cli.base.Version;
import io.evs.cli.command.UsageOnly;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top of the command tree. */
@Command(
    name = "evs",
    header = "Ordered group communication with Extended Virtual Synchrony.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs bench                         a ring of three on this machine, measured",
      "  evs group join chat               talk to all who join chat; type lines",
      "  evs verify --nodes 5 --duration 10s",
      "  evs simulate --seeds 1..100 --loss 0.2",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:what was checked is not so",
      "2:usage or configuration",
      "3:no ring could be reached or formed, or a time-out",
      "4:keys or permissions",
      "70:an internal fault",
      "74:a result could not be written",
      "130:interrupted",
      "143:terminated"
    })
final class EvsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return UsageOnly.missingCommand(spec);
  }
}
