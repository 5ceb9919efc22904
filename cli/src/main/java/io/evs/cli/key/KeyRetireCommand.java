package io.evs.cli.key;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.RingKey;
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
  private final CommandContext context;

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

  KeyRetireCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return options.onRing(
        context, (operator, here) -> retire(operator, KeyNames.find(here.installed(), id)));
  }

  private int retire(KeyRotation operator, int key) {
    KeyRotation.Answers before = operator.ask(options.patience());
    if (!before.having(state -> state.active() == key).isEmpty() || !force) {
      Optional<String> against = KeyRotation.againstRetire(before, key);
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
    KeyRotation.Answers after = operator.retire(key, options.patience());
    return KeyReport.done(context, options.common(), "key retire", " is retired", key, after);
  }
}
