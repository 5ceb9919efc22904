package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.TraceSink;
import io.evs.verify.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes legal histories: rings that split, merge, lose members to crashes within and before tails,
 * and take restarted ones in; tails with gaps of senders outside.
 */
final class RandomHistory {
  /** One line of a log. */
  interface Step {
    void tell(TraceSink sink);
  }

  record Message(int sender, long incarnation, long n, int sequence, boolean safe, int causes) {}

  record Delivery(Message message, RingId ring, boolean tail) implements Step {
    @Override
    public void tell(TraceSink sink) {
      sink.deliver(
          0,
          message.sender,
          message.incarnation,
          message.n,
          ring,
          message.sequence,
          message.safe,
          message.n * 31 + message.sender);
    }
  }

  /** Equal for those who share it: they share the array. */
  record Transition(RingId left, RingId next, int[] members) implements Step {
    @Override
    public void tell(TraceSink sink) {
      sink.transitional(0, left, next, members);
    }
  }

  private static final class Ring {
    final RingId id;
    final Set<Integer> members;
    final List<Message> order = new ArrayList<>();
    final Map<Integer, Integer> delivered = new TreeMap<>();

    Ring(RingId id, Set<Integer> members) {
      this.id = id;
      this.members = members;
    }
  }

  private final Random random;
  private final int processes;
  private final Map<Integer, List<Step>> logs = new TreeMap<>();
  private final Map<Integer, Long> incarnations = new TreeMap<>();
  private final Map<Integer, Long> numbers = new TreeMap<>();
  private List<Ring> rings = new ArrayList<>();
  private final Set<Integer> dead = new TreeSet<>();
  private long ringSequence = 4;

  RandomHistory(long seed, int processes, int changes, int steps) {
    this.random = new Random(seed);
    this.processes = processes;
    for (int p = 1; p <= processes; p++) {
      logs.put(p, new ArrayList<>());
      incarnations.put(p, 0L);
      dead.add(p);
    }
    for (int i = 0; i < changes; i++) {
      change();
      for (int step = 0; step < steps; step++) {
        rings.forEach(this::step);
      }
    }
  }

  Map<Integer, List<Step>> logs() {
    return logs;
  }

  /** Feeds the logs, one process after the other in a random order. */
  static Report check(Map<Integer, List<Step>> logs, Random order) {
    List<Integer> processes = new ArrayList<>(logs.keySet());
    Collections.shuffle(processes, order);
    Checker checker = new Checker();
    for (int process : processes) {
      TraceSink sink = checker.process(process);
      logs.get(process).forEach(step -> step.tell(sink));
    }
    return checker.finish();
  }

  private void step(Ring ring) {
    List<Integer> members = new ArrayList<>(ring.members);
    int p = members.get(random.nextInt(members.size()));
    int delivered = ring.delivered.get(p);
    if (random.nextInt(10) < 3) {
      boolean safe = random.nextInt(3) == 0;
      long n = numbers.merge(p, 1L, Long::sum);
      int sequence = ring.order.size() + Integer.MAX_VALUE - 3;
      Message message = new Message(p, incarnations.get(p), n, sequence, safe, delivered);
      ring.order.add(message);
      logs.get(p).add(sink -> sink.send(0, n, ring.id, sequence, safe, n * 31 + p));
    } else if (delivered < ring.order.size()) {
      logs.get(p).add(new Delivery(ring.order.get(delivered), ring.id, false));
      ring.delivered.put(p, delivered + 1);
    }
  }

  /** Every process goes to a new ring, some through a crash. */
  private void change() {
    Map<Integer, Integer> component = new TreeMap<>();
    int components = 1 + random.nextInt(3);
    for (int p = 1; p <= processes; p++) {
      component.put(p, random.nextInt(components));
    }
    Set<Integer> crashing = new TreeSet<>();
    for (int p = 1; p <= processes; p++) {
      if (!dead.contains(p) && random.nextInt(6) == 0) {
        crashing.add(p);
      }
    }
    Set<Integer> joining = new TreeSet<>(dead);
    joining.removeIf(p -> random.nextInt(3) == 0 && rings.size() > 0);
    List<Ring> next = new ArrayList<>();
    for (int c = 0; c < components; c++) {
      Set<Integer> members = new TreeSet<>(joining);
      for (Ring ring : rings) {
        members.addAll(ring.members);
      }
      int wanted = c;
      members.removeIf(p -> component.get(p) != wanted);
      if (!members.isEmpty()) {
        next.add(form(members, joining, crashing));
      }
    }
    rings = next;
    dead.removeAll(joining);
    for (int p : crashing) {
      dead.add(p);
    }
    rings.removeIf(ring -> ring.members.isEmpty());
  }

  private Ring form(Set<Integer> members, Set<Integer> joining, Set<Integer> crashing) {
    Set<Integer> together = new TreeSet<>(members);
    Set<Integer> early = new HashSet<>(crashing);
    early.removeIf(p -> random.nextBoolean());
    together.removeAll(early);
    for (int p : members) {
      if (early.contains(p)) {
        logs.get(p).add(sink -> sink.crash(0));
      }
    }
    Set<Integer> installing = new TreeSet<>(together);
    installing.removeAll(crashing);
    int least = together.isEmpty() ? 0 : together.iterator().next();
    ringSequence += 4;
    Ring next = new Ring(new RingId(least, ringSequence), installing);
    int[] ids = array(together);
    for (Ring old : rings) {
      Set<Integer> leaving = new TreeSet<>(together);
      leaving.retainAll(old.members);
      if (!leaving.isEmpty()) {
        leave(old, leaving, next.id, crashing);
      }
    }
    for (int p : installing) {
      if (joining.contains(p)) {
        long incarnation = incarnations.merge(p, 1L, Long::sum);
        numbers.put(p, 0L);
        logs.get(p).add(sink -> sink.start(0, incarnation));
      }
      logs.get(p).add(sink -> sink.regular(0, next.id, ids));
      next.delivered.put(p, 0);
    }
    for (int p : together) {
      // A ring that lost a member while forming has no safe delivery in its regular part.
      if (!installing.contains(p)) {
        next.members.clear();
      }
    }
    if (next.members.isEmpty()) {
      for (int p : installing) {
        logs.get(p).add(sink -> sink.crash(0));
        crashing.add(p);
      }
    }
    return next;
  }

  private void leave(Ring old, Set<Integer> leaving, RingId next, Set<Integer> crashing) {
    int boundary = leaving.stream().mapToInt(old.delivered::get).max().orElseThrow();
    List<Message> tail = tail(old, leaving, boundary);
    int[] ids = array(leaving);
    for (int p : leaving) {
      for (int place = old.delivered.get(p); place < boundary; place++) {
        logs.get(p).add(new Delivery(old.order.get(place), old.id, false));
      }
      logs.get(p).add(new Transition(old.id, next, ids));
      int count = crashing.contains(p) ? random.nextInt(tail.size() + 1) : tail.size();
      for (Message message : tail.subList(0, count)) {
        logs.get(p).add(new Delivery(message, old.id, true));
      }
      if (crashing.contains(p)) {
        logs.get(p).add(sink -> sink.crash(0));
      }
    }
    for (int p : leaving) {
      old.delivered.put(p, boundary);
    }
  }

  private List<Message> tail(Ring old, Set<Integer> leaving, int boundary) {
    // Whoever is still to leave may go as far as any member got, so all of that is kept.
    int regular = old.delivered.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    int end = regular;
    for (int place = regular; place < old.order.size(); place++) {
      if (leaving.contains(old.order.get(place).sender)) {
        end = place + 1;
      }
    }
    end += random.nextInt(old.order.size() - end + 1);
    int outsider = 1 + random.nextInt(processes);
    int cut = regular + random.nextInt(old.order.size() - regular + 1);
    List<Message> whole = old.order.subList(boundary, end);
    List<Message> tail = new ArrayList<>();
    for (int place = boundary; place < end; place++) {
      Message message = old.order.get(place);
      if (leaving.contains(outsider) || message.sender != outsider || place < cut) {
        tail.add(message);
      }
    }
    boolean causal = tail.stream().allMatch(message -> message.causes <= cut);
    return causal ? tail : whole;
  }

  private static int[] array(Set<Integer> members) {
    return members.stream().mapToInt(Integer::intValue).toArray();
  }
}
