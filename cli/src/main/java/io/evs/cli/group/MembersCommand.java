package io.evs.cli.group;

import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evs group members}. */
@Command(
    name = "members",
    header = "Print who is in a group.",
    footerHeading = "Examples:%n",
    footer = {"  evs group members chat", ""})
final class MembersCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private GroupOptions options;

  @Parameters(index = "0", paramLabel = "NAME", description = "The group.")
  private String name;

  MembersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Group group = new Group(name);
    List<GroupMember> members;
    try (GroupSession session = options.open(context, new EvsListener() {})) {
      session.awaitOthers(options.settle());
      session.flush();
      members = session.handle().groups().getOrDefault(group, List.of());
    }
    if (members.isEmpty()) {
      throw new CliException(ExitCode.NOT_SO, "nobody is in group " + group, "see evs group list");
    }
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "group members",
              json -> {
                json.writeStringField("group", group.name());
                EventJson.members(json, "members", members);
              }));
    } else {
      members.forEach(member -> Text.println(context.terminal().out(), member.toString()));
    }
    return ExitCode.OK;
  }
}
