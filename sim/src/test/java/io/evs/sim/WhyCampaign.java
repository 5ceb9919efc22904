package io.evs.sim;

import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.flight.FlightLog;
import io.evs.sim.net.LinkModel;
import io.evs.sim.net.PacketRule;
import io.evs.sim.net.SimRandom;
import io.evs.sim.trace.TraceHub;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import io.evs.why.Change;
import io.evs.why.Change.Link;
import io.evs.why.Why;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Simulated failures whose cause is known, each explained from the recorders of the processes that
 * are there in the end: how often cause and member are right. Arguments: failures of each kind
 * (56), the first seed (1), and {@code -v} to print each wrong answer.
 *
 * <p>An answer is the first thing that is said of the time after the fault; that processes which
 * begin form a ring of their own does not count.
 */
final class WhyCampaign {
  private static final long SECOND = 1_000_000_000L;
  private static final long MS = 1_000_000L;
  private static final long CLOCK = 1000;
  private static final int SMALL_PATH_BYTES = 1200;
  private static final Set<Cause> ARRIVALS = EnumSet.of(Cause.START, Cause.JOIN, Cause.MERGE);

  /**
   * What happened in truth.
   *
   * @param link the direction that was cut; empty if a member is to blame
   */
  record Truth(Cause cause, int member, Optional<Link> link) {
    static Truth of(Cause cause, int member) {
      return new Truth(cause, member, Optional.empty());
    }

    boolean isCauseOf(Change change) {
      return change.cause() == cause;
    }

    boolean isTold(Change change) {
      boolean member =
          link.isPresent()
              ? change.link().equals(link)
              : change.blamed().equals(List.of(this.member));
      return member && isCauseOf(change);
    }
  }

  /** One failure, and what was said of it. */
  record Case(long seed, Truth truth, Optional<Change> answer, List<Change> all) {
    boolean isRight() {
      return answer.isPresent() && truth.isTold(answer.get());
    }

    boolean isCauseRight() {
      return answer.isPresent() && truth.isCauseOf(answer.get());
    }
  }

  private final Cause cause;
  private final SimRandom random;
  private final int nodes;
  private final ScenarioStage stage;
  private final World world;
  private final long seed;

  private WhyCampaign(Cause cause, long seed) {
    this.cause = cause;
    this.seed = seed;
    this.random = new SimRandom(seed).split(cause.ordinal());
    this.nodes = 3 + random.nextInt(3);
    WorldOptions options = new WorldOptions(nodes, seed);
    options.recorded = true;
    options.keepHistory = false;
    options.sealed = cause == Cause.KEY;
    options.strangerProcess = options.sealed ? nodes : 0;
    this.world = new World(options, MemberLogic::new, TraceHub.NONE);
    this.stage = new ScenarioStage(world, Long.MAX_VALUE);
  }

  /** The causes that a campaign has failures of. */
  static List<Cause> causes() {
    return List.of(
        Cause.CRASH,
        Cause.PAUSE,
        Cause.LINK,
        Cause.LOSS,
        Cause.KEY,
        Cause.DUPLICATE_ID,
        Cause.LEAVE,
        Cause.MTU,
        Cause.BUFFER);
  }

  /** Plays one failure. */
  static Case play(Cause cause, long seed) {
    return new WhyCampaign(cause, seed).play();
  }

  private Case play() {
    boolean late = cause == Cause.KEY || cause == Cause.DUPLICATE_ID;
    int first = late ? nodes - 1 : nodes;
    int[] members = new int[first];
    for (int i = 0; i < first; i++) {
      members[i] = i + 1;
    }
    for (int id = 1; id <= nodes; id++) {
      world.process(id).storage().incarnation(CLOCK + id);
    }
    stage.start(members);
    stage.awaitRing(members);
    load(members, 12 * SECOND);
    stage.runFor(SECOND + random.between(0, SECOND));
    RingId before = stage.ring(1);
    Truth truth = fault(members);
    stage.runFor(6 * SECOND);
    List<FlightLog> logs = new ArrayList<>();
    for (int id = 1; id <= nodes; id++) {
      world.flightLog(id).ifPresent(logs::add);
    }
    List<Change> all = Why.explain(logs);
    return new Case(seed, truth, answer(all, before), all);
  }

  private static Optional<Change> answer(List<Change> all, RingId before) {
    return all.stream()
        .filter(each -> each.ring().compareTo(before) >= 0)
        .filter(each -> each.cause() != Cause.START)
        .filter(each -> !each.ring().equals(before) || !ARRIVALS.contains(each.cause()))
        .findFirst();
  }

  /** Messages of all sizes at all members, some of them larger than a packet. */
  private void load(int[] members, long nanos) {
    for (long at = 0; at < nanos; at += random.between(2 * MS, 12 * MS)) {
      int id = members[random.nextInt(members.length)];
      int bytes = random.nextInt(4) == 0 ? random.nextInt(3000) : 50 + random.nextInt(600);
      world.after(
          at,
          () -> {
            if (world.up(id)) {
              stage.send(id, bytes + 50, false);
            }
          });
    }
  }

  private Truth fault(int[] members) {
    int victim = members[random.nextInt(members.length)];
    switch (cause) {
      case CRASH -> world.crash(victim);
      case LEAVE -> world.leave(victim);
      case PAUSE -> {
        long pause = stage.token() * (15 + random.nextInt(35)) / 10;
        world.pause(victim, pause, BacklogOrder.values()[random.nextInt(3)]);
      }
      case LINK -> {
        int other = members[(victim + random.nextInt(members.length - 1)) % members.length];
        world.network().cut(victim, other, true);
        return new Truth(Cause.LINK, victim, Optional.of(new Link(victim, other)));
      }
      case LOSS -> everyLinkOf(victim, model -> model.loss = 0.3);
      case MTU -> everyLinkOf(victim, model -> model.maxBytes = SMALL_PATH_BYTES);
      case BUFFER -> fillBuffer(victim);
      case KEY -> {
        world.start(nodes);
        return Truth.of(Cause.KEY, nodes);
      }
      case DUPLICATE_ID -> {
        world.process(nodes).storage().incarnation(random.nextInt(2) == 0 ? 1 : 2 * CLOCK);
        world.startAs(nodes, victim);
      }
      default -> throw new IllegalArgumentException("no failure of " + cause);
    }
    return Truth.of(cause, victim);
  }

  private void everyLinkOf(int victim, java.util.function.Consumer<LinkModel> change) {
    for (int other = 1; other <= nodes; other++) {
      if (other != victim) {
        change.accept(world.network().model(victim, other));
        change.accept(world.network().model(other, victim));
      }
    }
  }

  /** A receive buffer that has room for few packets, which the process takes out of it slowly. */
  private void fillBuffer(int victim) {
    int room = 2 + random.nextInt(4);
    long takes = random.between(4 * MS, 8 * MS);
    long[] fullUntil = {world.now()};
    long[] dropped = {0};
    world
        .network()
        .addRule(
            packet -> {
              if (packet.to() != victim) {
                return PacketRule.PASS;
              }
              long waiting = Math.max(0, fullUntil[0] - world.now());
              if (waiting > room * takes) {
                dropped[0]++;
                return PacketRule.DROP;
              }
              fullUntil[0] = Math.max(fullUntil[0], world.now()) + takes;
              return PacketRule.PASS;
            });
    tellDrops(victim, dropped);
  }

  /** Every two seconds, as a node looks for them. */
  private void tellDrops(int victim, long[] dropped) {
    world.after(
        2 * SECOND,
        () -> {
          if (dropped[0] > 0 && world.up(victim)) {
            world.dropped(victim, dropped[0]);
          }
          dropped[0] = 0;
          tellDrops(victim, dropped);
        });
  }

  /** Runs a campaign and prints a table. */
  public static void main(String[] args) {
    int each = args.length > 0 ? Integer.parseInt(args[0]) : 56;
    long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
    boolean verbose = args.length > 2;
    Map<Cause, int[]> right = new EnumMap<>(Cause.class);
    int sum = 0;
    int sumOfCauses = 0;
    for (Cause cause : causes()) {
      right.put(cause, new int[2]);
      for (long seed = first; seed < first + each; seed++) {
        Case played = play(cause, seed);
        right.get(cause)[0] += played.isCauseRight() ? 1 : 0;
        right.get(cause)[1] += played.isRight() ? 1 : 0;
        if (verbose && !played.isRight()) {
          print(played);
        }
      }
      sumOfCauses += right.get(cause)[0];
      sum += right.get(cause)[1];
    }
    System.out.println("| failure | simulated | cause right | cause and member right |");
    System.out.println("|---|---|---|---|");
    right.forEach(
        (cause, counts) ->
            System.out.printf("| %s | %d | %d | %d |%n", cause.key(), each, counts[0], counts[1]));
    int all = each * causes().size();
    System.out.printf("| all | %d | %d | %d |%n", all, sumOfCauses, sum);
    System.out.printf(Locale.ROOT, "%ncause and member right: %.1f %%%n", 100.0 * sum / all);
  }

  private static void print(Case played) {
    System.out.println(played.truth() + " seed " + played.seed());
    for (Change each : played.all()) {
      boolean answer = played.answer().equals(Optional.of(each));
      System.out.println(
          (answer ? " -> " : "    ") + each.ring() + " " + each.cause() + " " + each.text());
      each.evidence().forEach(line -> System.out.println("         " + line));
    }
  }
}
