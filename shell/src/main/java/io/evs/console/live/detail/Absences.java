package io.evs.console.live.detail;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.console.source.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** When members were away, and why, as the node says that is looked at. One thread at a time. */
public final class Absences {
  private static final int KEPT_EACH = 8;
  private static final int MEMBERS_MAX = 256;

  /** One absence. */
  private static final class Away {
    private final String from;
    private String why;
    private String until = "";

    Away(String from, String why) {
      this.from = from;
      this.why = why;
    }
  }

  private final Map<NodeId, Deque<Away>> all = new TreeMap<>();

  /** Notes who is missing now. */
  public void see(String time, NodeStatus status) {
    Set<NodeId> missing = new HashSet<>();
    for (NodeStatus.Missing each : status.missing()) {
      each.nodeId()
          .ifPresent(
              id -> {
                missing.add(id);
                away(id, time, each.why());
              });
    }
    all.forEach(
        (id, list) -> {
          if (!missing.contains(id) && list.getLast().until.isEmpty()) {
            list.getLast().until = time;
          }
        });
  }

  private void away(NodeId id, String time, String why) {
    if (!all.containsKey(id) && all.size() >= MEMBERS_MAX) {
      return;
    }
    Deque<Away> list = all.computeIfAbsent(id, each -> new ArrayDeque<>());
    if (list.isEmpty() || !list.getLast().until.isEmpty()) {
      list.add(new Away(time, why));
    }
    // That it left on purpose is learned a little later than that it is gone.
    list.getLast().why = why;
    if (list.size() > KEPT_EACH) {
      list.removeFirst();
    }
  }

  /** When a member was away, the last time first. */
  public List<Fact> of(NodeId id) {
    List<Fact> facts = new ArrayList<>();
    for (Away each : all.getOrDefault(id, new ArrayDeque<>())) {
      String until = each.until.isEmpty() ? "and still is" : "until " + each.until;
      facts.add(0, new Fact(each.from, each.why + "; " + until));
    }
    if (facts.isEmpty()) {
      facts.add(Fact.sentence("never since this console looks; evs events has what was before"));
    }
    return facts;
  }
}
