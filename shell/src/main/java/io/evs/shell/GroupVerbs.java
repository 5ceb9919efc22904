package io.evs.shell;

import io.evs.Delivered;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Verbs about groups and who is where. */
final class GroupVerbs {
  private GroupVerbs() {}

  static void join(ShellSession session, Arguments arguments) throws InterruptedException {
    session.handle().join(arguments.groups());
    session.settle();
  }

  static void leave(ShellSession session, Arguments arguments) throws InterruptedException {
    session.handle().leave(arguments.groups());
    session.settle();
  }

  static void send(ShellSession session, Arguments arguments) throws InterruptedException {
    String name = arguments.value("--guarantee").orElse("agreed");
    if (!name.matches("agreed|safe")) {
      throw arguments.wrong("--guarantee", name, "agreed or safe");
    }
    Guarantee guarantee = Guarantee.valueOf(name.toUpperCase(Locale.ROOT));
    List<String> words = arguments.operands();
    String text = String.join(" ", words.subList(1, words.size()));
    List<Group> groups = arguments.groupList();
    CompletableFuture<Delivered> delivered =
        session.handle().send(guarantee, groups, text.getBytes(StandardCharsets.UTF_8));
    String to = groups.stream().map(Group::name).collect(Collectors.joining(","));
    int count = session.result(delivered).receivers();
    session.line(
        count == 0
            ? "-- delivered, but nobody else was in " + to
            : "-- delivered to " + count + " in " + to);
  }

  static void groups(ShellSession session, Arguments arguments) throws InterruptedException {
    session.settle();
    Map<Group, List<GroupMember>> groups = session.groups();
    if (groups.isEmpty()) {
      session.line("no groups");
    }
    List<Group> joined = session.joined();
    groups.forEach(
        (group, members) ->
            session.line(
                String.format(
                    "%s %-32s %d", joined.contains(group) ? "*" : " ", group, members.size())));
  }

  static void members(ShellSession session, Arguments arguments) throws InterruptedException {
    if (arguments.operand(0).isPresent()) {
      session.settle();
      Group group = new Group(arguments.operands().get(0));
      List<GroupMember> members = session.groups().getOrDefault(group, List.of());
      if (members.isEmpty()) {
        throw new ShellException(1, "nobody is in group " + group + "; see groups");
      }
      GroupMember self = session.handle().self();
      members.forEach(member -> session.line(member + (member.equals(self) ? "  here" : "")));
      return;
    }
    NodeStatus status = session.status();
    if (status.isChanging()) {
      session.line("the ring re-forms; members of the old one:");
    }
    for (NodeStatus.Peer peer : status.members()) {
      String address = peer.address().map(GroupVerbs::text).orElse("-");
      String here = peer.id().equals(status.nodeId()) ? "  here" : "";
      session.line(String.format("%-10s %s%s", peer.id(), address, here));
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
