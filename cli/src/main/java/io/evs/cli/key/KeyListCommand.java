package io.evs.cli.key;

import io.evs.EvsException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.node.query.KeyMessage;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.RingKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs key list}. */
@Command(
    name = "list",
    header = "Print the keys that are installed here, or on all members of the ring.",
    footerHeading = "Examples:%n",
    footer = {"  evs key list", "  evs key list --all --json", ""},
    description = {
      "Asks the node that runs here, which needs no permission on its files, and looks into the",
      "key ring of the configuration; --all needs the right to administer the node."
    })
final class KeyListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private KeyOptions options;

  @Option(names = "--all", description = "Ask every member of the ring.")
  private boolean all;

  KeyListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws EvsException {
    KnownKeys keys = KnownKeys.find(context, options);
    Optional<KeyRotation.Answers> members =
        all
            ? Optional.of(
                options.onRing(context, (operator, here) -> operator.ask(options.patience())))
            : Optional.empty();
    if (options.common().json()) {
      Json.println(context.terminal().out(), document(keys, members));
    } else {
      for (KnownKeys.Known each : keys.keys()) {
        print(
            each.name().id()
                + "  "
                + (each.name().fingerprint().isEmpty() ? "-".repeat(16) : each.name().fingerprint())
                + "  "
                + each.state());
      }
      members.ifPresent(this::print);
    }
    return ExitCode.OK;
  }

  private void print(KeyRotation.Answers answers) {
    for (var node : answers.members()) {
      KeyMessage.State state = answers.states().get(node);
      String what =
          state == null
              ? "did not answer: it has no key ring"
              : "seals with "
                  + RingKey.name(state.active())
                  + " (generation "
                  + state.generation()
                  + "), accepts "
                  + state.installed().stream().map(RingKey::name).collect(Collectors.joining(", "));
      print("member " + node + "  " + what);
    }
  }

  private void print(String line) {
    Text.println(context.terminal().out(), line);
  }

  private static String document(KnownKeys keys, Optional<KeyRotation.Answers> members) {
    return Json.document(
        "key list",
        json -> {
          if (keys.folder().isPresent()) {
            json.writeStringField("keyring", keys.folder().get().path().toString());
          }
          json.writeNumberField("generation", keys.generation());
          json.writeArrayFieldStart("keys");
          for (KnownKeys.Known each : keys.keys()) {
            json.writeStartObject();
            json.writeStringField("key_id", each.name().id());
            json.writeStringField("fingerprint", each.name().fingerprint());
            json.writeBooleanField("active", each.active());
            json.writeBooleanField("in_keyring", each.inKeyring());
            json.writeStringField("state", each.state());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (members.isPresent()) {
            KeyReport.members(json, members.get());
          }
        });
  }
}
