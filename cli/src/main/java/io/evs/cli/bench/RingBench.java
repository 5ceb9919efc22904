package io.evs.cli.bench;

import io.evs.Configuration;
import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.bench.result.SendTimes;
import io.evs.cli.bench.run.BenchMember;
import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.bench.run.Coordinator;
import io.evs.cli.bench.run.Meter;
import io.evs.cli.command.RingStarter;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.WaitOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** A bench whose members are processes: this one is one of them. */
final class RingBench {
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);

  private final RingStarter starter;
  private final BenchOutput output;
  private final EvsConfig config;
  private final WaitOptions waiting;

  RingBench(RingStarter starter, BenchOutput output, EvsConfig config, WaitOptions waiting) {
    this.starter = starter;
    this.output = output;
    this.config = config;
    this.waiting = waiting;
  }

  /**
   * Joins, waits for the others and sends.
   *
   * @param expected how many members to wait for; if empty, for those of the ring that come
   * @return the exit status
   */
  int run(BenchPlan plan, Optional<Integer> expected, BenchSetup setup) {
    SendTimes.Registry times = new SendTimes.Registry(output.sliceLength());
    try (EvsMember member = start();
        BenchMember bench = new BenchMember(member, times, Meter.PROCESS_CPU)) {
      Coordinator coordinator = new Coordinator(bench, plan, output);
      bench.start(coordinator::observe);
      int members = coordinator.awaitMembers(expected, () -> ring(member), FORM_TIMEOUT);
      NodeStatus node = member.status();
      return output.drive(
          coordinator, setup.of(plan, members, transport(node), node.security().suite().text()));
    }
  }

  private static List<NodeId> ring(EvsMember member) {
    return member.configuration().map(Configuration::members).orElse(List.of());
  }

  /** Joins and takes part in every run until the process is interrupted. */
  int takePart(Consumer<String> remarks) {
    BlockingQueue<CliException> end = new ArrayBlockingQueue<>(1);
    try (EvsMember member = start();
        BenchMember bench = new BenchMember(member, new SendTimes.Registry(), Meter.PROCESS_CPU)) {
      bench.start(event -> observe(event, remarks, end));
      throw end.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static void observe(
      BenchMember.Event event, Consumer<String> remarks, BlockingQueue<CliException> end) {
    if (event instanceof BenchMember.Members change) {
      remarks.accept("evs bench: " + change.members().size() + " members take part");
    } else if (event instanceof BenchMember.Started started) {
      remarks.accept(
          "evs bench: run of " + started.start().bytes() + " bytes, started by " + started.by());
    } else if (event instanceof BenchMember.Lost lost) {
      end.offer(
          new CliException(
              ExitCode.UNREACHABLE,
              "the connection to the ring is lost: " + lost.reason().getMessage(),
              "",
              lost.reason()));
    }
  }

  private EvsMember start() {
    EvsMember member = starter.start(config);
    try {
      Formation.await(member);
      waiting.await(member);
      return member;
    } catch (RuntimeException | Error failed) {
      member.close();
      throw failed;
    }
  }

  /** The daemon's, where this is its client. */
  private static String transport(NodeStatus node) {
    return node.transport().contains("multicast") ? "multicast" : "unicast";
  }
}
