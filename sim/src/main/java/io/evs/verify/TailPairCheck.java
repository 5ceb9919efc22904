package io.evs.verify;

import io.evs.verify.report.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tails of one ring against each other: gaps that another tail shows (D6), and one order for
 * what no regular part has (D5).
 */
final class TailPairCheck {
  private final History history;
  private final Messages messages;
  private final RingRecord ring;
  private final List<TransitionalGroup> groups;

  TailPairCheck(History history, RingRecord ring, List<TransitionalGroup> groups) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
    this.groups = groups;
  }

  /** Checks all pairs; returns how many messages known from other tails are left out. */
  int run() {
    int gaps = 0;
    for (TransitionalGroup group : groups) {
      for (TransitionalGroup other : groups) {
        if (group != other && !group.reference().tail.isEmpty()) {
          gaps += gaps(group, other.reference());
        }
      }
    }
    acyclic();
    return gaps;
  }

  private int gaps(TransitionalGroup group, Stay other) {
    Stay stay = group.reference();
    long last = stay.tail.get(stay.tail.size() - 1);
    int lastCommon = other.tail.size() - 1;
    while (lastCommon >= 0 && !stay.tailContains(other.tail.get(lastCommon))) {
      lastCommon--;
    }
    int gaps = 0;
    boolean reported = false;
    for (int i = 0; i < other.tail.size(); i++) {
      long message = other.tail.get(i);
      boolean earlier = i < lastCommon || messages.sequencedBefore(message, last);
      // Canonical messages that are left out are found by comparing with the canonical order.
      if (!earlier || messages.place(message) >= 0 || stay.tailContains(message)) {
        continue;
      }
      gaps++;
      if (group.names(messages.sender(message)) && !reported) {
        reported = true;
        history.findings.violation(
            Property.D6,
            stay.process,
            stay.processName()
                + " leaves "
                + messages.name(message)
                + " out of its tail of ring "
                + ring.id
                + " to "
                + stay.next
                + " though its sender is in "
                + History.set(group.members)
                + "; "
                + other.processName()
                + " has it before a later one: "
                + history.excerpt(other.tail, i)
                + "; "
                + stay.processName()
                + ": "
                + history.excerpt(stay.tail, stay.tail.size() - 1));
      }
    }
    return gaps;
  }

  /** Sorts the messages no regular part has topologically; what remains is a cycle. */
  private void acyclic() {
    Map<Long, List<Long>> followers = new HashMap<>();
    Map<Long, Integer> incoming = new HashMap<>();
    List<Long> nodes = new ArrayList<>();
    for (TransitionalGroup group : groups) {
      LongList tail = group.reference().tail;
      long before = -1;
      for (int i = 0; i < tail.size(); i++) {
        long message = tail.get(i);
        if (messages.place(message) >= 0) {
          continue;
        }
        if (incoming.putIfAbsent(message, 0) == null) {
          nodes.add(message);
        }
        if (before >= 0) {
          followers.computeIfAbsent(before, key -> new ArrayList<>()).add(message);
          incoming.merge(message, 1, Integer::sum);
        }
        before = message;
      }
    }
    Deque<Long> free = new ArrayDeque<>();
    for (long node : nodes) {
      if (incoming.get(node) == 0) {
        free.add(node);
      }
    }
    int sorted = 0;
    while (!free.isEmpty()) {
      sorted++;
      for (long follower : followers.getOrDefault(free.remove(), List.of())) {
        if (incoming.merge(follower, -1, Integer::sum) == 0) {
          free.add(follower);
        }
      }
    }
    if (sorted < nodes.size()) {
      reportCycle(nodes, incoming);
    }
  }

  private void reportCycle(List<Long> nodes, Map<Long, Integer> incoming) {
    long member = nodes.stream().filter(node -> incoming.get(node) > 0).findFirst().orElseThrow();
    StringBuilder tails = new StringBuilder();
    int process = 0;
    for (TransitionalGroup group : groups) {
      Stay stay = group.reference();
      for (int i = 0; i < stay.tail.size(); i++) {
        if (stay.tail.get(i) == member) {
          process = stay.process;
          tails.append(tails.isEmpty() ? "" : "; ").append(stay.processName()).append(": ");
          tails.append(history.excerpt(stay.tail, i));
        }
      }
    }
    history.findings.violation(
        Property.D5,
        process,
        "the tails of ring "
            + ring.id
            + " contradict each other about "
            + messages.name(member)
            + ": "
            + tails);
  }
}
