package io.evs.console.words;

import io.evs.ConfigurationChange;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.text.PlainText;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Short words for rings and nodes. A ring is called by the number that the node which is looked at
 * has counted since its start; a node by its name, where no other has the same. Any thread.
 */
public final class RingWords {
  private static final String INSTALLED = "rings_installed";
  private static final int RINGS_MAX = 256;
  private static final int NAMES_MAX = 1024;
  private static final int NAME_MAX_CHARS = 24;

  private final Map<RingId, Long> numbers = new LinkedHashMap<>();
  private final Map<NodeId, String> names = new TreeMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private long last = -1;

  /** What is told from now on is told by a handle that is opened behind this status. */
  public synchronized void begin(NodeStatus status) {
    last = status.counters().getOrDefault(INSTALLED, 0L);
    tell(status);
  }

  /** The node says which ring it is in, how many it has installed, and its name. */
  public synchronized void tell(NodeStatus status) {
    long count = status.counters().getOrDefault(INSTALLED, 0L);
    status.ring().ifPresent(ring -> number(ring, count));
    name(status);
  }

  /** Others say their names. */
  public synchronized void names(Collection<NodeStatus> others) {
    others.forEach(this::name);
  }

  private void name(NodeStatus status) {
    String name = PlainText.of(status.name()).strip();
    boolean usable =
        !name.isEmpty()
            && name.length() <= NAME_MAX_CHARS
            && !name.chars().allMatch(Character::isDigit)
            && names.size() < NAMES_MAX;
    String before = names.get(status.nodeId());
    if (name.equals(before)) {
      return;
    }
    if (before != null) {
      names.remove(status.nodeId());
      uses.merge(before, -1, Integer::sum);
    }
    if (usable) {
      names.put(status.nodeId(), name);
      uses.merge(name, 1, Integer::sum);
    }
  }

  private void number(RingId ring, long number) {
    if (number > 0) {
      numbers.put(ring, number);
    }
    if (numbers.size() > RINGS_MAX) {
      numbers.remove(numbers.keySet().iterator().next());
    }
  }

  /** {@code ring 12}, or its long id where it was not counted. */
  public synchronized String ring(RingId ring) {
    return "ring " + word(ring);
  }

  private String word(RingId ring) {
    Long number = numbers.get(ring);
    return number == null ? ring.toString() : number.toString();
  }

  /** A configuration change as {@link EventWords} says it, with the number of the ring to come. */
  public synchronized String line(ConfigurationChange change) {
    if (last >= 0) {
      change.next().ifPresent(next -> number(next, last + 1));
      installed(change);
    }
    return EventWords.configuration(change, this::word);
  }

  private void installed(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      last = numbers.getOrDefault(change.ring(), last + 1);
      number(change.ring(), last);
    }
  }

  /** Its name, or its id. */
  public synchronized String node(NodeId node) {
    String name = names.get(node);
    return name != null && uses.get(name) == 1 ? name : node.toString();
  }

  private String nodes(List<NodeId> nodes) {
    return nodes.stream().map(this::node).collect(Collectors.joining(", "));
  }

  /** A configuration change; one that is installed is the next ring that the node counts. */
  public synchronized String change(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
      String left = change.left().isEmpty() ? "" : "left " + nodes(change.left()) + "; ";
      return ring(change.ring()) + " ends: " + left + "still there " + nodes(change.members());
    }
    if (last >= 0) {
      installed(change);
    }
    String joined = change.joined().isEmpty() ? "" : " (joined " + nodes(change.joined()) + ")";
    return ring(change.ring()) + ": members " + nodes(change.members()) + joined;
  }
}
