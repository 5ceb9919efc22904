package io.evs.cli.bench;

import io.evs.EvsMember;
import io.evs.cli.bench.result.SendTimes;
import io.evs.cli.bench.run.BenchMember;
import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.bench.run.Coordinator;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.LocalRing;
import io.evs.cli.ring.MemberOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bench with all members in this process: they share a clock, so all measure latencies. */
final class LocalBench {
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);

  private final RingStarter starter;
  private final BenchOutput output;

  LocalBench(RingStarter starter, BenchOutput output) {
    this.starter = starter;
    this.output = output;
  }

  /** Runs the plan and returns the exit status. */
  int run(BenchPlan plan, int nodes, BenchSetup setup, MemberOptions.Values options) {
    Settings settings = setup.settings();
    List<BenchMember> members = new ArrayList<>();
    try (LocalRing ring = LocalRing.start(starter, nodes, settings, options)) {
      SendTimes.Registry times = new SendTimes.Registry(output.sliceLength());
      for (EvsMember member : ring.members()) {
        members.add(new BenchMember(member, times, null));
      }
      Coordinator coordinator = new Coordinator(members.get(0), plan, output);
      members.get(0).start(coordinator::observe);
      members.stream().skip(1).forEach(member -> member.start(event -> {}));
      coordinator.awaitMembers(Optional.of(nodes), List::of, JOIN_TIMEOUT);
      return output.drive(
          coordinator,
          setup.of(
              plan,
              nodes,
              settings.text("transport").orElse("multicast"),
              settings.text("security.suite").orElse("none")));
    } finally {
      members.forEach(BenchMember::close);
    }
  }
}
