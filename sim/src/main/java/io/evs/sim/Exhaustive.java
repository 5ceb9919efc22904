package io.evs.sim;

import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import io.evs.verify.report.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bounded exhaustive search of a small situation: every order in which packets in flight can arrive
 * (in order on each link), with up to two of them lost and up to one process dying. A state cannot
 * be copied, so each course is played from the start; a course is what it does other than deliver
 * the oldest packet, and courses with fewer such deviations come first.
 */
public final class Exhaustive {
  private static final int DECISIONS_MAX = 80;
  private static final long MAX_STEPS = 200_000;

  /** Time passes only when nothing is in flight; this is how much of it a search may see. */
  private static final long IDLE_NANOS = 3_000_000_000L;

  /**
   * A situation to search.
   *
   * @param name for the command line
   * @param title what it is about
   * @param nodes processes
   * @param losses most packets lost
   * @param crashes most processes that die
   */
  private record Situation(String name, String title, int nodes, int losses, int crashes) {}

  private static final List<Situation> ALL =
      List.of(
          new Situation("merge", "two nodes merge, each with a message on its way", 2, 2, 1),
          new Situation(
              "recovery", "packets are lost and a node dies in the recovery of three", 3, 2, 1),
          new Situation("commit", "a node dies anywhere after three nodes enter Commit", 3, 1, 1));

  /**
   * What a search came to.
   *
   * @param paths courses played
   * @param complete whether all courses within the bounds were played
   * @param allUpTo all courses with at most so many deviations were played
   * @param deviations most deviations of a course played
   * @param decisions places at which there was a choice, summed over the courses
   * @param failure the first course that failed, or null
   * @param course what it did: places and choices
   */
  public record Outcome(
      long paths,
      boolean complete,
      int allUpTo,
      int deviations,
      long decisions,
      SimResult failure,
      String course) {
    /** Whether no course failed. */
    public boolean ok() {
      return failure == null;
    }
  }

  private final Situation situation;
  private final ProcessLogic.Factory factory;

  private Exhaustive(Situation situation, ProcessLogic.Factory factory) {
    this.situation = situation;
    this.factory = factory;
  }

  /** A search by its name. */
  public static Optional<Exhaustive> byName(String name) {
    return byName(name, MemberLogic::new);
  }

  /** A search by its name, of other logic. */
  public static Optional<Exhaustive> byName(String name, ProcessLogic.Factory factory) {
    return ALL.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .map(one -> new Exhaustive(one, factory));
  }

  /** Names of all searches. */
  public static List<String> names() {
    return ALL.stream().map(Situation::name).toList();
  }

  /** What it searches, for people. */
  public String title() {
    return situation.title();
  }

  /** Plays courses until all are played or there have been so many. */
  public Outcome search(long pathsMax) {
    ArrayDeque<int[]> open = new ArrayDeque<>();
    open.add(new int[0]);
    long paths = 0;
    long decisions = 0;
    int deviations = 0;
    int allUpTo = Integer.MAX_VALUE;
    while (!open.isEmpty() && paths < pathsMax) {
      // Places and choices of the deviations, in turn.
      int[] course = open.poll();
      deviations = Math.max(deviations, course.length / 2);
      Course played = new Course(course);
      SimResult result = played.play();
      paths++;
      decisions += played.alternatives.size();
      if (!result.ok()) {
        return new Outcome(paths, false, 0, deviations, decisions, result, Arrays.toString(course));
      }
      int from = course.length == 0 ? 0 : course[course.length - 2] + 1;
      // What cannot be played any more need not be remembered.
      for (int place = from; place < played.alternatives.size(); place++) {
        for (int choice = 1; choice < played.alternatives.get(place); choice++) {
          if (paths + open.size() >= pathsMax) {
            allUpTo = Math.min(allUpTo, course.length / 2);
          } else {
            int[] longer = Arrays.copyOf(course, course.length + 2);
            longer[course.length] = place;
            longer[course.length + 1] = choice;
            open.add(longer);
          }
        }
      }
    }
    boolean complete = allUpTo == Integer.MAX_VALUE;
    return new Outcome(
        paths, complete, Math.min(allUpTo, deviations), deviations, decisions, null, "");
  }

  /** One course of events. */
  private final class Course {
    private final int[] deviations;
    private final World world;
    private final ScenarioStage stage;
    private final List<Datagram> inFlight = new ArrayList<>();
    private final List<Integer> alternatives = new ArrayList<>();
    private int nextDeviation;
    private int lossesLeft = situation.losses();
    private int crashesLeft = situation.crashes();
    private boolean searching;

    Course(int[] deviations) {
      this.deviations = deviations;
      this.world =
          new World(
              new WorldOptions(situation.nodes(), 1),
              factory,
              Traces.open(situation.nodes(), null));
      this.stage = new ScenarioStage(world, MAX_STEPS);
    }

    SimResult play() {
      String unsettled = null;
      try {
        PacketRule rule =
            packet -> {
              if (!searching) {
                return PacketRule.PASS;
              }
              inFlight.add(packet);
              return PacketRule.DROP;
            };
        world.network().addRule(rule);
        prepare();
        searching = true;
        world.network().connectAll();
        search();
        searching = false;
        for (Datagram packet : inFlight) {
          world.inject(packet, ScenarioStage.MS);
        }
        stage.heal();
        unsettled = stage.settle();
      } catch (ScenarioStage.Broken e) {
        world.fail(Property.S, e.getMessage());
      }
      return stage.result(situation.name(), situation.title(), unsettled);
    }

    /** Up to the place where the search begins. */
    private void prepare() {
      switch (situation.name()) {
        case "merge" -> {
          world.network().partition(new int[] {1}, new int[] {2});
          stage.start(1, 2);
          stage.awaitRing(1);
          stage.awaitRing(2);
          stage.send(1, 100, true);
          stage.send(2, 100, false);
        }
        case "recovery" -> {
          unfinished();
          stage.await(() -> anyIn("RECOVERY"), 2 * stage.token(), "a recovery");
        }
        default -> {
          unfinished();
          stage.await(() -> anyIn("COMMIT"), 2 * stage.token(), "a Commit");
        }
      }
    }

    private boolean anyIn(String state) {
      for (int id : stage.all()) {
        if (stage.in(id, state)) {
          return true;
        }
      }
      return false;
    }

    /** A ring of three, of which two lack a message when a leave of 3 makes them gather. */
    private void unfinished() {
      stage.formRing();
      int[] data = {0};
      world
          .network()
          .addRule(
              packet -> {
                boolean lost =
                    packet.is(Datagram.MCAST) && !packet.encapsulated() && packet.to() == 2;
                data[0] += lost ? 1 : 0;
                return lost && data[0] <= 3 ? PacketRule.DROP : PacketRule.PASS;
              });
      stage.send(1, 100, false);
      stage.send(3, 100, true);
      stage.send(1, 100, true);
      stage.runFor(2 * ScenarioStage.MS);
      world.crash(3);
      world.start(3);
    }

    private void search() {
      long until = world.now() + IDLE_NANOS;
      while (alternatives.size() < DECISIONS_MAX && world.failure() == null && !done()) {
        world.runUntil(() -> !inFlight.isEmpty(), until);
        if (inFlight.isEmpty()) {
          return;
        }
        decide();
      }
    }

    private boolean done() {
      int[] up = Arrays.stream(stage.all()).filter(world::up).toArray();
      return up.length > 0 && stage.oneRing(up) && stage.drained();
    }

    /** Choices: deliver the head of a link, lose it, or a process dies. */
    private void decide() {
      List<Datagram> heads = heads();
      int losable = lossesLeft > 0 ? heads.size() : 0;
      int mortal = crashesLeft > 0 ? situation.nodes() : 0;
      int choice = 0;
      if (nextDeviation < deviations.length && deviations[nextDeviation] == alternatives.size()) {
        choice = deviations[nextDeviation + 1];
        nextDeviation += 2;
      }
      alternatives.add(heads.size() + losable + mortal);
      if (choice < heads.size()) {
        deliver(heads.get(choice));
      } else if (choice < heads.size() + losable) {
        lossesLeft--;
        inFlight.remove(heads.get(choice - heads.size()));
      } else {
        crashesLeft--;
        world.crash(1 + choice - heads.size() - losable);
      }
    }

    private List<Datagram> heads() {
      List<Datagram> heads = new ArrayList<>();
      boolean[] seen = new boolean[(situation.nodes() + 1) * (situation.nodes() + 1)];
      for (Datagram packet : inFlight) {
        int link = packet.from() * (situation.nodes() + 1) + packet.to();
        if (!seen[link]) {
          seen[link] = true;
          heads.add(packet);
        }
      }
      return heads;
    }

    private void deliver(Datagram packet) {
      inFlight.remove(packet);
      boolean[] arrived = new boolean[1];
      world.inject(packet, 0);
      // Behind the arrival, since both come at this instant: a nanosecond later.
      world.after(1, () -> arrived[0] = true);
      world.runUntil(() -> arrived[0], world.now() + 1);
    }
  }
}
