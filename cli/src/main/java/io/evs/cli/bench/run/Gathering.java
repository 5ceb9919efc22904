package io.evs.cli.bench.run;

import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits until the members of a ring take part in a bench, and says who does not yet. */
public final class Gathering {
  /** How long without a further member is long enough, if nobody said how many there are. */
  public static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LEAST = 2;
  private static final int NAMED = 8;

  private final LongFunction<BenchMember.Event> events;
  private final Supplier<List<NodeId>> ring;
  private final Consumer<String> waiting;
  private List<GroupMember> members = List.of();

  /**
   * A gathering that nobody has come to yet.
   *
   * @param events waits for the next event for so many nanoseconds, and returns null without one
   * @param ring members of the ring now
   * @param waiting is told whom this waits for, from time to time
   */
  Gathering(
      LongFunction<BenchMember.Event> events,
      Supplier<List<NodeId>> ring,
      Consumer<String> waiting) {
    this.events = events;
    this.ring = ring;
    this.waiting = waiting;
  }

  /**
   * Waits for so many members; if empty, for all of the ring, or until there are two and no more
   * have come for {@link #SETTLE}.
   *
   * @return who takes part
   * @throws CliException with exit 3 if they do not in time
   */
  List<GroupMember> await(Optional<Integer> expected, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long settled = deadline;
    while (!isComplete(expected, System.nanoTime() - settled >= 0)) {
      long now = System.nanoTime();
      if (members.size() < expected.orElse(LEAST) && now - deadline >= 0) {
        throw late(expected, timeout);
      }
      waiting.accept("waiting: " + state(expected) + absent());
      long until = members.size() < expected.orElse(LEAST) ? deadline : settled;
      BenchMember.Event event =
          events.apply(Math.max(1, Math.min(LOOK.toNanos(), until - System.nanoTime())));
      if (event instanceof BenchMember.Members change) {
        members = change.members();
        settled = System.nanoTime() + SETTLE.toNanos();
      }
    }
    return members;
  }

  private boolean isComplete(Optional<Integer> expected, boolean settled) {
    return members.size() >= expected.orElse(LEAST)
        && (expected.isPresent() || settled || missing().isEmpty());
  }

  /** Members of the ring that do not take part. */
  List<NodeId> missing() {
    return ring.get().stream()
        .filter(node -> members.stream().noneMatch(member -> member.node().equals(node)))
        .toList();
  }

  private String state(Optional<Integer> expected) {
    int of = expected.orElseGet(() -> ring.get().size());
    return expected.isEmpty() && of < LEAST
        ? "this member is alone in its ring"
        : members.size()
            + " of "
            + (expected.isPresent() ? "" : "the ring's ")
            + of
            + (of == 1 ? " member" : " members")
            + (members.size() == 1 ? " takes part" : " take part");
  }

  private String absent() {
    List<NodeId> missing = missing();
    return missing.isEmpty() ? "" : ", not " + names(missing);
  }

  public static String names(List<NodeId> nodes) {
    String named =
        nodes.stream().limit(NAMED).map(NodeId::toString).collect(Collectors.joining(", "));
    return nodes.size() > NAMED ? named + " and " + (nodes.size() - NAMED) + " more" : named;
  }

  private CliException late(Optional<Integer> expected, Duration timeout) {
    List<NodeId> missing = missing();
    return new CliException(
        ExitCode.UNREACHABLE,
        state(expected) + " after " + timeout.toSeconds() + " s",
        missing.isEmpty()
            ? "start evs bench --passive with the same ring on the other nodes"
            : "start evs bench --passive on the nodes of members " + names(missing));
  }
}
