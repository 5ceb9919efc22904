package io.evs.cli.key;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.node.query.KeyMessage;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.RingKey;
import java.io.IOException;

/** Prints what the members have confirmed. */
final class KeyReport {
  private KeyReport() {}

  /** Says that all have done it; otherwise who has not, as an error. */
  static int done(
      CommandContext context,
      CommonOptions common,
      String command,
      String state,
      int key,
      KeyRotation.Answers after) {
    if (!after.silent().isEmpty()) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          KeyRotation.words(after.silent()) + " did not confirm in time",
          "see `evs key list --all`, and repeat the command");
    }
    if (common.json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              command,
              json -> {
                json.writeStringField("key_id", RingKey.name(key));
                members(json, after);
              }));
    } else {
      int count = after.members().size();
      Text.println(
          context.terminal().out(),
          "key "
              + RingKey.name(key)
              + state
              + (count == 1 ? " on the only member" : " on all " + count + " members"));
    }
    return ExitCode.OK;
  }

  /** The members' keys as an array. */
  static void members(JsonGenerator json, KeyRotation.Answers answers) throws IOException {
    json.writeArrayFieldStart("members");
    for (var node : answers.members()) {
      json.writeStartObject();
      json.writeNumberField("node_id", node.asLong());
      KeyMessage.State state = answers.states().get(node);
      json.writeBooleanField("answered", state != null);
      if (state != null) {
        json.writeNumberField("generation", state.generation());
        json.writeStringField("active", RingKey.name(state.active()));
        json.writeArrayFieldStart("installed");
        for (int id : state.installed()) {
          json.writeString(RingKey.name(id));
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
