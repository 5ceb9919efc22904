package io.evs.cli.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.node.status.StatusJson;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evs members}. */
@Command(
    name = "members",
    header = "Print the members of the ring.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs members                    node ids and addresses",
      "  evs members --all --json       with names, states, versions and settings of each",
      "  evs members --watch            again every 2 s, until interrupted",
      ""
    },
    description = {
      "Asks the evs node that serves this machine. Nodes do not tell each other their names:"
          + " --all asks for them. While a ring re-forms, the members are those of the old"
          + " one, which a line above them says (JSON: ring.state and ring.changing_since). Below"
          + " them stands who is missing: listed peers, and members that were lost; since when, and"
          + " why."
    })
public final class RingMembersCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private StatusOptions options;
  @Mixin private Repetition repetition;

  RingMembersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (EvsMember source = options.connect(context, "evs members")) {
      repetition.run(context, options.common(), () -> print(source));
    }
    return ExitCode.OK;
  }

  private void print(EvsMember source) {
    NodeStatus status = source.status();
    Optional<RingStatus> answers =
        options.all() ? Optional.of(options.ask(source)) : Optional.empty();
    if (options.common().json()) {
      Json.println(context.terminal().out(), document(status, answers));
    } else if (answers.isPresent()) {
      StatusOptions.print(context, options.text(context).all(answers.get(), status));
    } else {
      StatusOptions.print(context, options.text(context).ringMembers(status));
    }
  }

  static String document(NodeStatus status, Optional<RingStatus> answers) {
    Map<NodeId, NodeStatus> told =
        answers.map(RingStatus::statuses).orElse(Map.of(status.nodeId(), status));
    return Json.document(
        "members",
        json -> {
          json.writeObjectFieldStart("ring");
          json.writeStringField("name", status.ringName());
          if (status.ring().isPresent()) {
            int representative = status.ring().get().representative();
            json.writeNumberField("representative", Integer.toUnsignedLong(representative));
            json.writeNumberField("sequence", status.ring().get().sequence());
          }
          json.writeStringField("state", StatusOptions.state(status));
          if (status.changingSince().isPresent()) {
            json.writeStringField("changing_since", status.changingSince().get().toString());
          }
          json.writeEndObject();
          json.writeArrayFieldStart("members");
          for (NodeStatus.Peer each : status.members()) {
            member(json, each, status, Optional.ofNullable(told.get(each.id())));
          }
          json.writeEndArray();
          StatusJson.writeMissing(status, json);
          if (answers.isPresent()) {
            StatusOptions.silent(json, answers.get());
          }
        });
  }

  private static void member(
      JsonGenerator json, NodeStatus.Peer member, NodeStatus here, Optional<NodeStatus> told)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", member.id().asLong());
    if (told.isPresent()) {
      json.writeStringField("name", told.get().name());
    }
    if (member.address().isPresent()) {
      json.writeStringField("address", StatusText.text(member.address().get()));
    }
    json.writeBooleanField(
        "representative",
        here.ring().isPresent() && here.ring().get().representative() == member.id().value());
    json.writeBooleanField("here", member.id().equals(here.nodeId()));
    if (told.isPresent()) {
      json.writeStringField("state", StatusOptions.state(told.get()));
      json.writeStringField("version", told.get().condition().version());
      json.writeStringField("settings", told.get().condition().settings());
    }
    json.writeEndObject();
  }
}
