package io.evs.cli.key;

import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import io.evs.text.Causes;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs key use}. */
@Command(
    name = "use",
    header = "Have every member seal with an installed key from one point of the order on.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs key use 3fa2b1c4",
      "  evs key use 3fa2b1c4 --offline    a node that was away while the others changed",
      ""
    },
    description = {
      "Refused if a member of the ring has not installed the key. No message is lost and the",
      "configuration does not change; packets sealed with the old key are accepted until it is",
      "retired. Members that are away take the new key when they return. Needs a node that runs",
      "here, and the right to administer it."
    })
final class KeyUseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private KeyOptions options;

  @Parameters(
      paramLabel = "ID",
      description = "The key's id or fingerprint, or the beginning of it; see evs key list.")
  private String id;

  @Option(
      names = "--offline",
      description = "Only on this node, which does not run: its next start seals with the key.")
  private boolean offline;

  KeyUseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (offline) {
      return offline();
    }
    return options.onRing(
        context, (operator, here) -> use(operator, KeyNames.find(here.installed(), id)));
  }

  private int use(KeyRotation operator, int key) {
    KeyRotation.Answers before = operator.ask(options.patience());
    KeyRotation.againstUse(before, key)
        .ifPresent(
            why -> {
              throw new CliException(ExitCode.NOT_SO, why);
            });
    KeyRotation.Answers after = operator.use(before, key, options.patience());
    return KeyReport.done(context, options.common(), "key use", " is in use", key, after);
  }

  private int offline() {
    KeyFolder folder = options.folder(context);
    Closeable held = folder.hold().orElseThrow(() -> runs(folder));
    try {
      int exit = offline(folder);
      held.close();
      return exit;
    } catch (IOException error) {
      throw new CliException(
          ExitCode.DENIED, "key ring " + folder.path() + ": " + Causes.reason(error), "", error);
    }
  }

  private static CliException runs(KeyFolder folder) {
    return new CliException(
        ExitCode.NOT_SO,
        "a node runs with key ring " + folder.path(),
        "leave out --offline, or stop the node first");
  }

  private int offline(KeyFolder folder) {
    List<NodeStatus.Key> known =
        folder.ids().stream().map(each -> KeyNames.of(folder.read(each))).toList();
    int key = KeyNames.find(known, id);
    if (!folder.ids().contains(key)) {
      throw new CliException(
          ExitCode.NOT_SO,
          "key " + RingKey.name(key) + " is not installed in " + folder.path(),
          "run `evs key install FILE` with it");
    }
    KeyFolder.State state = folder.state();
    // Generation 0 would mean that the key file of the configuration counts.
    long generation = Math.max(1, state.generation());
    folder.store(new KeyFolder.State(generation, key, state.seen()));
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document("key use", json -> json.writeStringField("key_id", RingKey.name(key))));
    } else {
      Text.println(
          context.terminal().out(),
          "the next start of this node seals with key " + RingKey.name(key));
    }
    return ExitCode.OK;
  }
}
