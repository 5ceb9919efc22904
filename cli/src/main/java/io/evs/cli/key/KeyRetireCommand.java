package io.evs.cli.key;

import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.node.KeyOperator;
import io.evs.security.RingKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs key retire}. */
@Command(
    name = "retire",
    header = "Have every member forget a key that is no longer in use.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs key retire 77aa0011",
      "  evs key retire 77aa0011 --force   although a member is away: it stays out until helped",
      ""
    },
    description = {
      "Refused until every member that was seen since the last installation, and every listed",
      "peer, is in the ring and confirms that it seals with another key. The file of the key is",
      "kept as ID.key.retired, from where it can be installed again; the last eight are kept.",
      "Needs a node that runs here, and the right to administer it."
    })
final class KeyRetireCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private KeyOptions options;

  @Parameters(
      paramLabel = "ID",
      description = "The key's id or fingerprint, or the beginning of it; see evs key list.")
  private String id;

  @Option(
      names = "--force",
      description =
          "Even if members are away or did not confirm: those can no longer speak to the others.")
  private boolean force;

  KeyRetireCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    return options.onRing(
        cli, (operator, here) -> retire(operator, KeyNames.find(here.installed(), id)));
  }

  private int retire(KeyOperator operator, int key) {
    KeyOperator.Answers before = operator.ask(options.patience());
    if (!before.having(state -> state.active() == key).isEmpty() || !force) {
      Optional<String> against = KeyOperator.againstRetire(before, key);
      if (against.isPresent()) {
        throw new CliException(ExitCode.NOT_SO, against.get());
      }
    }
    if (before.having(state -> state.installed().contains(key)).isEmpty()) {
      throw new CliException(
          ExitCode.NOT_SO,
          "no member has key " + RingKey.name(key) + " installed",
          "see `evs key list --all`");
    }
    KeyOperator.Answers after = operator.retire(key, options.patience());
    return KeyReport.done(cli, options.common(), "key retire", " is retired", key, after);
  }
}
