package io.evs.cli.key;

import io.evs.cli.Cli;
import io.evs.cli.ExitCode;
import io.evs.cli.Json;
import io.evs.node.KeyMessage;
import io.evs.node.KeyOperator;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import java.util.ArrayList;
import java.util.List;
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
    footer = {"  evs key list", "  evs key list --all --json", ""})
final class KeyListCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private KeyOptions options;

  @Option(names = "--all", description = "Ask every member of the ring.")
  private boolean all;

  KeyListCommand(Cli cli) {
    this.cli = cli;
  }

  /** A key known here. */
  private record Known(RingKey key, boolean active, boolean installed) {
    String state(long generation) {
      if (active) {
        return generation == 0
            ? "in use, from security.keyfile"
            : "in use, generation " + generation;
      }
      return "installed";
    }
  }

  @Override
  public Integer call() {
    KeyFolder folder = options.folder(cli);
    KeyFolder.State state = folder.state();
    List<Known> keys = known(folder, state);
    Optional<KeyOperator.Answers> members =
        all
            ? Optional.of(options.onRing(cli, operator -> operator.ask(options.patience())))
            : Optional.empty();
    if (options.common().json()) {
      Json.println(cli.terminal().out(), document(folder, state, keys, members));
    } else {
      for (Known each : keys) {
        print(
            each.key().name()
                + "  "
                + each.key().fingerprint()
                + "  "
                + each.state(state.generation()));
      }
      members.ifPresent(this::print);
    }
    return ExitCode.OK;
  }

  private List<Known> known(KeyFolder folder, KeyFolder.State state) {
    Optional<RingKey> first = state.generation() == 0 ? options.first(cli) : Optional.empty();
    int active = first.map(RingKey::id).orElse(state.active());
    List<Known> keys = new ArrayList<>();
    for (int id : folder.ids()) {
      keys.add(new Known(folder.read(id), id == active, true));
    }
    first
        .filter(key -> !folder.ids().contains(key.id()))
        .ifPresent(key -> keys.add(0, new Known(key, true, false)));
    return keys;
  }

  private void print(KeyOperator.Answers answers) {
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
    Json.println(cli.terminal().out(), line);
  }

  private static String document(
      KeyFolder folder,
      KeyFolder.State state,
      List<Known> keys,
      Optional<KeyOperator.Answers> members) {
    return Json.document(
        "key list",
        json -> {
          json.writeStringField("keyring", folder.path().toString());
          json.writeNumberField("generation", state.generation());
          json.writeArrayFieldStart("keys");
          for (Known each : keys) {
            json.writeStartObject();
            json.writeStringField("key_id", each.key().name());
            json.writeStringField("fingerprint", each.key().fingerprint());
            json.writeBooleanField("active", each.active());
            json.writeBooleanField("in_keyring", each.installed());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (members.isPresent()) {
            KeyReport.members(json, members.get());
          }
        });
  }
}
