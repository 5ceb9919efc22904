package io.evs.console.live.detail;

import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeStatus;
import io.evs.console.source.Fact;
import io.evs.console.source.Section;
import io.evs.console.words.RingWords;
import io.evs.console.words.ShortNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Everything about groups: who is in them since when, and what is sent to those joined. */
public final class GroupFacts {
  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final int MEMBERS_MAX = 10_000;
  private static final int SHOWN_MAX = 1000;

  private record Message(long nanos, int bytes) {}

  private final Map<Group, Deque<Message>> recent = new HashMap<>();
  private final Map<Group, Long> counts = new HashMap<>();
  private final Map<Group, Map<GroupMember, String>> since = new TreeMap<>();
  private boolean looked;

  /** Notes a message that was delivered here. */
  public synchronized void message(long nanos, Delivery delivery) {
    for (Group group : delivery.groups()) {
      Deque<Message> messages = recent.computeIfAbsent(group, each -> new ArrayDeque<>());
      messages.add(new Message(nanos, delivery.payload().length));
      forget(messages, nanos);
      counts.merge(group, 1L, Long::sum);
    }
  }

  private static void forget(Deque<Message> messages, long nanos) {
    while (!messages.isEmpty() && nanos - messages.getFirst().nanos() > SPAN_NANOS) {
      messages.removeFirst();
    }
  }

  /** Notes who is in which group now. */
  public synchronized void see(String time, Map<Group, List<GroupMember>> now) {
    since.keySet().retainAll(now.keySet());
    int left = MEMBERS_MAX;
    for (Map.Entry<Group, List<GroupMember>> each : now.entrySet()) {
      Map<GroupMember, String> known =
          since.computeIfAbsent(each.getKey(), group -> new HashMap<>());
      known.keySet().retainAll(each.getValue());
      for (GroupMember member : each.getValue()) {
        if (left > 0) {
          left--;
          known.putIfAbsent(member, looked ? "since " + time : "since before this console looks");
        }
      }
    }
    looked = true;
  }

  /** Everything about a group. */
  public synchronized List<Section> sections(
      Group group, List<GroupMember> members, NodeStatus here, RingWords words, long nanos) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("name", group.name()));
    facts.add(new Fact("members", Integer.toString(members.size())));
    if (counts.containsKey(group)) {
      Deque<Message> messages = recent.get(group);
      forget(messages, nanos);
      long bytes = messages.stream().mapToLong(Message::bytes).sum();
      double seconds = SPAN_NANOS / 1e9;
      facts.add(
          new Fact(
              "messages",
              rate(messages.size() / seconds)
                  + " a second, "
                  + rate(bytes / seconds)
                  + " bytes a second in the last 10 s; "
                  + counts.get(group)
                  + " since this console looks"));
    } else {
      facts.add(new Fact("messages", "none were seen: only those of groups of --group are"));
    }
    List<Fact> who = new ArrayList<>();
    Map<GroupMember, String> known = since.getOrDefault(group, Map.of());
    for (GroupMember member : members.subList(0, Math.min(SHOWN_MAX, members.size()))) {
      String node = words.node(member.node());
      String local = member.node().equals(here.nodeId()) ? ", here" : "";
      String joined = known.getOrDefault(member, "");
      who.add(new Fact(member.toString(), "on " + node + local + "  " + joined));
    }
    if (members.size() > SHOWN_MAX) {
      who.add(Fact.sentence("and " + (members.size() - SHOWN_MAX) + " more"));
    }
    return List.of(Section.of("group", facts), Section.of("its members", who));
  }

  private static String rate(double value) {
    return value < 10 ? String.format(Locale.ROOT, "%.1f", value) : ShortNumbers.compact(value);
  }
}
