package io.evs.cli.bench;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.RingStarter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A bench whose members are processes: this one is one of them. */
final class RingBench {
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final RingStarter starter;
  private final BenchOutput output;
  private final EvsConfig config;

  RingBench(RingStarter starter, BenchOutput output, EvsConfig config) {
    this.starter = starter;
    this.output = output;
    this.config = config;
  }

  /**
   * Joins, waits for the others and sends.
   *
   * @param expected how many members to wait for; if empty, for as many as come
   * @return the exit status
   */
  int run(BenchPlan plan, Optional<Integer> expected, BenchSetup setup) {
    SendTimes.Registry times = new SendTimes.Registry(output.sliceLength());
    try (EvsMember member = start();
        BenchMember bench = new BenchMember(member, times, processCpu())) {
      Coordinator coordinator = new Coordinator(bench, plan, output);
      bench.start(coordinator::observe);
      Duration settle = expected.isPresent() ? Duration.ZERO : SETTLE;
      int members = coordinator.awaitMembers(expected.orElse(2), settle, FORM_TIMEOUT);
      return output.drive(
          coordinator, setup.of(plan, members, transport(), config.securityInUse().text()));
    }
  }

  /** Joins and takes part in every run until the process is interrupted. */
  int takePart(Consumer<String> remarks) {
    BlockingQueue<CliException> end = new ArrayBlockingQueue<>(1);
    try (EvsMember member = start();
        BenchMember bench = new BenchMember(member, new SendTimes.Registry(), processCpu())) {
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
      return member;
    } catch (RuntimeException | Error failed) {
      member.close();
      throw failed;
    }
  }

  private String transport() {
    return config
        .transport()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .orElse(config.peers().isEmpty() ? "multicast" : "unicast");
  }

  /** This process is one member: all it uses is that member's. */
  private static LongSupplier processCpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system::getProcessCpuTime
        : null;
  }
}
