package io.evs.cli.group;

import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.node.handle.ControlGroups;
import io.evs.text.PlainText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evs group list}. */
@Command(
    name = "list",
    header = "Print the groups that are known on the ring.",
    footerHeading = "Examples:%n",
    footer = {"  evs group list", "  evs group list --json", ""})
final class ListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private GroupOptions options;

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Map<Group, List<GroupMember>> groups;
    try (GroupSession session = options.open(context, new EvsListener() {})) {
      session.awaitOthers(options.settle());
      session.flush();
      groups = new TreeMap<>(session.handle().groups());
    }
    groups.keySet().removeIf(group -> ControlGroups.isHidden(group) || groups.get(group).isEmpty());
    if (options.common().json()) {
      Json.println(context.terminal().out(), document(groups));
    } else if (groups.isEmpty()) {
      options.common().remark(context, "evs: no groups are known on this ring");
    } else {
      groups.forEach(
          (group, members) -> Text.println(context.terminal().out(), line(group, members)));
    }
    return ExitCode.OK;
  }

  private static String line(Group group, List<GroupMember> members) {
    String names = members.stream().map(GroupMember::toString).collect(Collectors.joining(", "));
    return String.format("%-32s %s", PlainText.of(group.name()), names);
  }

  private static String document(Map<Group, List<GroupMember>> groups) {
    return Json.document(
        "group list",
        json -> {
          json.writeArrayFieldStart("groups");
          for (Map.Entry<Group, List<GroupMember>> entry : groups.entrySet()) {
            json.writeStartObject();
            json.writeStringField("group", entry.getKey().name());
            EventJson.members(json, "members", entry.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
