package io.evs.cli.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The faults of a run, drawn from a seed: which, when, for how long and to whom. The same seed,
 * number of members and times give the same plan; what a real network makes of it differs.
 */
final class ChaosPlan {
  private static final double STOP_MIN = 0.5;
  private static final double STOP_MAX = 10;
  private static final double LENGTH_MIN = 0.5;
  private static final double LENGTH_MAX = 3;
  private static final double REST_MAX = 2;
  private static final double LOSS_MIN = 0.01;
  private static final double LOSS_MAX = 0.3;

  /** What can go wrong. */
  enum Kind {
    /** A member ends without a word, and starts again. */
    CRASH,
    /** A member's loop stands still. */
    PAUSE,
    /** Two sides do not hear each other. */
    PARTITION,
    /** One side does not hear the other, which hears it. */
    DEAF,
    /** Members lose a share of what arrives. */
    LOSS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One fault.
   *
   * @param kind what
   * @param side indexes of the members it happens to; not all of them for a partition
   * @param length how long until it is over
   * @param rest how long nothing happens then
   * @param loss share of datagrams lost, for {@link Kind#LOSS}
   */
  record Fault(Kind kind, List<Integer> side, Duration length, Duration rest, double loss) {
    String describe() {
      String who =
          side.stream().map(i -> "n" + (i + 1)).reduce((a, b) -> a + "," + b).orElseThrow();
      String share = kind == Kind.LOSS ? String.format(Locale.ROOT, " %.0f %%", loss * 100) : "";
      return kind.label() + share + " " + who + " for " + length.toMillis() + " ms";
    }
  }

  private final SplittableRandom random;
  private final int nodes;
  private final Duration token;
  private final List<Kind> deck = new ArrayList<>();

  private ChaosPlan(long seed, int nodes, Duration token) {
    this.random = new SplittableRandom(seed);
    this.nodes = nodes;
    this.token = token;
  }

  /**
   * Faults for so long, at least one.
   *
   * @param token the ring's token time-out, the measure of all times
   */
  static List<Fault> draw(long seed, int nodes, Duration token, Duration whole) {
    ChaosPlan plan = new ChaosPlan(seed, nodes, token);
    List<Fault> faults = new ArrayList<>();
    Duration planned = Duration.ZERO;
    do {
      Fault next = plan.next();
      faults.add(next);
      planned = planned.plus(next.length()).plus(next.rest());
    } while (planned.compareTo(whole) < 0);
    return List.copyOf(faults);
  }

  static Map<Kind, Integer> count(List<Fault> faults) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      counts.put(kind, (int) faults.stream().filter(f -> f.kind() == kind).count());
    }
    return counts;
  }

  /** Every kind comes before one comes again. */
  private Fault next() {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Kind.values()));
      if (nodes == 1) {
        deck.removeAll(List.of(Kind.PARTITION, Kind.DEAF));
      }
      Collections.shuffle(deck, new Random(random.nextLong()));
    }
    Kind kind = deck.remove(deck.size() - 1);
    boolean pause = kind == Kind.PAUSE;
    Duration length = pause ? tokens(STOP_MIN, STOP_MAX) : tokens(LENGTH_MIN, LENGTH_MAX);
    double loss = kind == Kind.LOSS ? LOSS_MIN + random.nextDouble() * (LOSS_MAX - LOSS_MIN) : 0;
    return new Fault(kind, side(kind), length, tokens(0, REST_MAX), loss);
  }

  private List<Integer> side(Kind kind) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(i);
    }
    Collections.shuffle(all, new Random(random.nextLong()));
    int count =
        switch (kind) {
          case CRASH, PAUSE -> 1;
          case PARTITION, DEAF -> 1 + random.nextInt(nodes - 1);
          case LOSS -> 1 + random.nextInt(nodes);
        };
    return List.copyOf(all.subList(0, count));
  }

  /** Short times are as likely as long ones on a scale of proportions. */
  private Duration tokens(double from, double to) {
    double low = Math.max(from, 0.05);
    double count = low * Math.pow(to / low, random.nextDouble());
    return Duration.ofNanos((long) (token.toNanos() * count));
  }
}
