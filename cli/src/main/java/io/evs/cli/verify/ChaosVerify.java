package io.evs.cli.verify;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.LocalRing;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.verify.ChaosPlan.Fault;
import io.evs.node.EvsNode;
import io.evs.node.FaultInjection;
import io.evs.text.Causes;
import io.evs.text.Spans;
import io.evs.transport.LinkFaults;
import io.evs.verify.Checker;
import io.evs.verify.report.Report;
import io.evs.verify.report.Violation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Faults on the real sockets of a ring in this process while its members send; what all delivered
 * is compared, and the traces are checked.
 */
final class ChaosVerify {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 10;

  private final int nodes;
  private final long seed;
  private final Duration token;
  private final Path traces;
  private final Consumer<String> remarks;
  private final Extras extras;
  private final List<LinkFaults> links = new ArrayList<>();
  private final List<ChaosLife> lives = new ArrayList<>();
  private final List<ChaosLife> current = new ArrayList<>();
  private final Map<Integer, EvsNode> running = new HashMap<>();
  private KeyRotations keys;

  /**
   * What goes on all the time, beside the faults.
   *
   * @param loss share of all datagrams that is lost, 0 to 1
   * @param rotations how often the key is changed, 0 for a ring as it is configured
   */
  record Extras(double loss, int rotations) {}

  /**
   * A run.
   *
   * @param token the ring's token time-out
   * @param traces folder of traces that no other run has written to
   * @param remarks is told each fault when it begins
   * @param extras what goes on beside the faults
   */
  ChaosVerify(
      int nodes, long seed, Duration token, Path traces, Consumer<String> remarks, Extras extras) {
    this.nodes = nodes;
    this.seed = seed;
    this.token = token;
    this.traces = traces;
    this.remarks = remarks;
    this.extras = extras;
  }

  /** Runs it all. */
  ChaosResult run(Settings settings, boolean insecure, Duration duration) {
    List<Fault> plan = ChaosPlan.draw(seed, nodes, token, duration);
    MemberOptions.Values options = new MemberOptions.Values(insecure, Optional.of(traces));
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < nodes; i++) {
      links.add(new LinkFaults(seeds.nextLong()));
      links.get(i).lose(extras.loss());
    }
    try (LocalRing ring = ring(settings, options)) {
      for (EvsMember member : ring.members()) {
        current.add(live(member, seeds.split()));
      }
      awaitAll("all members are in the group", life -> life.present() == nodes);
      current.forEach(ChaosLife::startSending);
      keys = new KeyRotations(ring, nodes, extras.rotations());
      keys.start();
      for (Fault fault : plan) {
        remarks.accept(fault.describe());
        suffer(ring, fault, seeds);
        rest(fault.rest());
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    } finally {
      if (keys != null) {
        keys.stop();
      }
      lives.forEach(ChaosLife::mayEnd);
    }
    return result(plan);
  }

  private LocalRing ring(Settings settings, MemberOptions.Values options) {
    return extras.rotations() > 0
        ? LocalRing.startWithKeyRings(this::start, nodes, settings, options)
        : LocalRing.start(this::start, nodes, settings, options);
  }

  private EvsMember start(EvsConfig config) {
    int index = (int) config.nodeId().orElseThrow().asLong() - 1;
    EvsNode node = RingStarter.leaving(FaultInjection.start(config, links.get(index)));
    running.put(index, node);
    return node;
  }

  private ChaosLife live(EvsMember member, SplittableRandom random) {
    ChaosLife life = new ChaosLife(member, lives.size() + 1L, random);
    lives.add(life);
    return life;
  }

  private void suffer(LocalRing ring, Fault fault, SplittableRandom seeds)
      throws InterruptedException {
    List<Integer> side = fault.side();
    switch (fault.kind()) {
      case CRASH -> {
        int who = side.get(0);
        current.get(who).mayEnd();
        FaultInjection.crash(running.get(who));
        rest(fault.length());
        current.set(who, live(ring.restart(who), seeds.split()));
        current.get(who).startSending();
      }
      case PAUSE -> {
        links.get(side.get(0)).stopFor(fault.length().toNanos());
        rest(fault.length());
      }
      case PARTITION, DEAF -> {
        separate(side, fault.kind() == ChaosPlan.Kind.PARTITION);
        rest(fault.length());
        links.forEach(link -> link.hearNothingFrom(Set.of()));
      }
      case LOSS -> {
        side.forEach(who -> links.get(who).lose(fault.loss()));
        rest(fault.length());
        side.forEach(who -> links.get(who).lose(extras.loss()));
      }
    }
  }

  private void separate(List<Integer> side, boolean both) {
    Set<InetSocketAddress> inside = new HashSet<>();
    Set<InetSocketAddress> outside = new HashSet<>();
    for (int i = 0; i < nodes; i++) {
      (side.contains(i) ? inside : outside).add(running.get(i).address());
    }
    for (int i = 0; i < nodes; i++) {
      if (side.contains(i)) {
        links.get(i).hearNothingFrom(outside);
      } else if (both) {
        links.get(i).hearNothingFrom(inside);
      }
    }
  }

  /** Everybody finds together again, and tells everybody that it has sent all. */
  private void end() throws InterruptedException {
    awaitAll("the members form one ring again", life -> life.present() == nodes);
    await(
        "the key was changed " + Spans.times(extras.rotations()),
        () -> keys.isDone() || keys.failure().isPresent());
    keys.failure()
        .ifPresent(
            why -> {
              throw failed("the rotation of keys failed: " + why.getMessage(), why);
            });
    for (ChaosLife life : current) {
      life.stopSending();
    }
    for (ChaosLife life : current) {
      life.sayEnd();
    }
    awaitAll("every member has delivered everything", life -> life.ended() == nodes);
  }

  private void awaitAll(String what, Predicate<ChaosLife> condition) throws InterruptedException {
    await(what, () -> current.stream().allMatch(condition));
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos() + 20 * token.toNanos();
    while (!condition.getAsBoolean()) {
      for (ChaosLife life : current) {
        life.failure().ifPresent(this::failed);
      }
      if (System.nanoTime() - deadline > 0) {
        throw failed("it was waited in vain until " + what, null);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void failed(EvsException why) {
    throw failed("a member failed: " + why.getMessage(), why);
  }

  private CliException failed(String what, RuntimeException why) {
    return new CliException(
        ExitCode.NOT_SO,
        what + " (--seed " + seed + ")",
        "look at the traces in " + traces + " with evs verify " + traces,
        why);
  }

  private void rest(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      for (ChaosLife life : current) {
        life.failure().ifPresent(this::failed);
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, token.toNanos()));
    }
  }

  private ChaosResult result(List<Fault> plan) {
    List<Violation> violations = new ArrayList<>();
    try {
      for (ChaosLife life : lives) {
        life.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
    for (int i = 0; i < lives.size(); i++) {
      violations.addAll(lives.get(i).violations());
      for (ChaosLife other : lives.subList(0, i)) {
        violations.addAll(lives.get(i).compare(other));
      }
    }
    try {
      Report report = Checker.check(List.of(traces), Checker.Options.STRICT);
      return new ChaosResult(
          seed,
          ChaosPlan.count(plan),
          keys.done(),
          links.stream().mapToLong(LinkFaults::dropped).sum(),
          lives.stream().mapToLong(ChaosLife::deliveries).sum(),
          violations,
          report);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "the traces cannot be read: " + Causes.of(e), "", e);
    }
  }
}
