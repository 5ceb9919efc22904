package io.evs.doctor;

import io.evs.transport.ProbingTransport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Tries the ways to other nodes, once: short questions for loss and round trips, longer ones for
 * the sizes that get through, and some to the group of a multicast ring. One thread steps it; what
 * comes is counted on the loop's.
 */
final class Checkup implements ProbingTransport.Listener {
  /** What is asked. */
  record Target(long node, InetSocketAddress address, boolean member, boolean listed) {}

  /** Sizes of IP packets that are tried, besides the largest of the ring. */
  private static final int[] SIZES = {
    600, 800, 1000, 1100, 1200, 1280, 1350, 1400, 1450, 1480, 1492
  };

  private static final int SHORT_ROUNDS = 16;
  private static final int SIZE_ROUNDS = 3;
  private static final int GROUP_ROUNDS = 8;

  /** With more targets, each is asked less, so that the whole stays a matter of seconds. */
  private static final int FEW_TARGETS = 32;

  private static final int STEPS = 50;
  private static final int PER_STEP_MAX = 20;
  private static final int SHORT_BYTES = ProbingTransport.LENGTH_MIN;

  /** A question; the target is -1 if it goes to the group. */
  private record Question(int target, int length) {}

  /** What is known of one way. */
  private static final class Way {
    final Target target;
    long node;
    int asked;
    int answered;
    int received;
    int heard;
    int groupAnswered;
    int longestAsked;
    int longestAnswered;
    int longestReceived;
    long bestNanos = Long.MAX_VALUE;
    long clockAheadMicros;
    final List<Long> roundTrips = new ArrayList<>();

    Way(Target target) {
      this.target = target;
      this.node = target.node();
    }
  }

  private final ProbingTransport probes;
  private final int headerBytes;
  private final long base = ThreadLocalRandom.current().nextLong() & ~0xffff_ffffL;
  private final List<Question> plan = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final Map<Long, Way> byNode = new HashMap<>();
  private final Map<InetSocketAddress, Way> byAddress = new HashMap<>();
  private final boolean hasStrangers;
  private final int perStep;
  private int next;
  private int groupAsked;

  /**
   * A checkup that has not begun.
   *
   * @param multicast whether the transport sends to a group
   * @param packetBytes largest packet to try, without envelope and headers
   * @param headerBytes what those add
   */
  Checkup(
      ProbingTransport probes,
      List<Target> targets,
      boolean multicast,
      int packetBytes,
      int headerBytes) {
    this.probes = probes;
    this.headerBytes = headerBytes;
    for (Target each : targets) {
      Way way = new Way(each);
      ways.add(way);
      byAddress.put(each.address(), way);
      if (each.node() != 0) {
        byNode.put(each.node(), way);
      }
    }
    hasStrangers = targets.stream().anyMatch(each -> !each.member());
    plan(targets.size(), multicast, packetBytes);
    perStep = Math.max(1, Math.min(PER_STEP_MAX, (plan.size() + STEPS - 1) / STEPS));
  }

  private void plan(int targets, boolean multicast, int packetBytes) {
    boolean few = targets <= FEW_TARGETS;
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; few && i < SIZE_ROUNDS; i++) {
      for (int size : SIZES) {
        if (size > SHORT_BYTES + headerBytes && size < packetBytes + headerBytes) {
          lengths.add(size - headerBytes);
        }
      }
    }
    lengths.addAll(Collections.nCopies(few ? SIZE_ROUNDS : 2, packetBytes));
    lengths.addAll(Collections.nCopies(few ? SHORT_ROUNDS : 4, SHORT_BYTES));
    // Short ones among the long ones, over the whole time.
    Collections.shuffle(lengths, new Random(lengths.size()));
    int rounds = lengths.size();
    for (int round = 0; round < rounds; round++) {
      int length = lengths.get(round);
      IntStream.range(0, targets).forEach(target -> plan.add(new Question(target, length)));
      if (multicast && round * GROUP_ROUNDS / rounds != (round + 1) * GROUP_ROUNDS / rounds) {
        plan.add(new Question(-1, SHORT_BYTES));
      }
    }
  }

  /** Begins to listen. */
  void begin() {
    probes.listener(Optional.of(this));
  }

  /** Asks on, twenty to fifty times a second; false when all is asked. */
  boolean step() {
    for (int i = 0; i < perStep && next < plan.size(); i++) {
      Question question = plan.get(next);
      long number = base + next;
      next++;
      probes.ask(asked(question), question.length(), number);
    }
    return next < plan.size();
  }

  private synchronized Optional<InetSocketAddress> asked(Question question) {
    if (question.target() < 0) {
      groupAsked++;
      return Optional.empty();
    }
    Way way = ways.get(question.target());
    way.asked += question.length() == SHORT_BYTES ? 1 : 0;
    way.longestAsked = Math.max(way.longestAsked, question.length() + headerBytes);
    return Optional.of(way.target.address());
  }

  /** Listens no more. */
  void end() {
    probes.listener(Optional.empty());
  }

  /** What was found out so far. */
  synchronized List<CheckupReport.Link> links() {
    return ways.stream().map(this::link).toList();
  }

  private CheckupReport.Link link(Way way) {
    List<Long> sorted = way.roundTrips.stream().sorted().toList();
    return new CheckupReport.Link(
        way.node,
        text(way.target.address()),
        way.target.member(),
        way.target.listed(),
        way.asked,
        way.answered,
        way.received,
        way.heard,
        groupAsked,
        way.groupAnswered,
        way.longestAsked,
        way.longestAnswered,
        way.longestReceived,
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1000,
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1) / 1000,
        way.clockAheadMicros);
  }

  /** An address as reports have it. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  // ---- what comes, on the loop thread

  @Override
  public void heard(InetSocketAddress from) {
    if (hasStrangers) {
      count(from);
    }
  }

  private synchronized void count(InetSocketAddress from) {
    Way way = byAddress.get(from);
    if (way != null) {
      way.heard++;
    }
  }

  @Override
  public synchronized void question(
      int nodeId, InetSocketAddress from, int length, boolean toGroup) {
    Way way = way(nodeId, from);
    if (way != null && !toGroup) {
      way.received += length == SHORT_BYTES ? 1 : 0;
      way.longestReceived = Math.max(way.longestReceived, length + headerBytes);
    }
  }

  private Way way(int nodeId, InetSocketAddress from) {
    Way way = byNode.get(Integer.toUnsignedLong(nodeId));
    return way == null ? byAddress.get(from) : way;
  }

  @Override
  public synchronized void answer(
      long number,
      int nodeId,
      InetSocketAddress from,
      int length,
      boolean toGroup,
      long clockAheadMicros,
      long roundTripNanos) {
    long index = number - base;
    if (index < 0 || index >= next) {
      return;
    }
    Question question = plan.get((int) index);
    Way way = question.target() < 0 ? way(nodeId, from) : ways.get(question.target());
    if (way == null) {
      return;
    }
    if (question.target() < 0) {
      way.groupAnswered++;
      return;
    }
    way.node = Integer.toUnsignedLong(nodeId);
    way.longestAnswered = Math.max(way.longestAnswered, length + headerBytes);
    if (length == SHORT_BYTES && way.roundTrips.size() < way.asked) {
      way.answered++;
      way.roundTrips.add(roundTripNanos);
    }
    if (roundTripNanos < way.bestNanos) {
      way.bestNanos = roundTripNanos;
      way.clockAheadMicros = clockAheadMicros;
    }
  }
}
