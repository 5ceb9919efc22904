package io.evs.cli.verify;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.LocalRing;
import io.evs.cli.ring.MemberOptions;
import io.evs.text.Causes;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts a ring to work and judges it. */
final class LiveVerify {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(60);

  private final RingStarter starter;
  private final Load load;

  LiveVerify(RingStarter starter, Load load) {
    this.starter = starter;
    this.load = load;
  }

  /** A ring in this process. */
  LiveResult local(int nodes, Settings settings, MemberOptions.Values options) {
    try (LocalRing ring = LocalRing.start(starter, nodes, settings, options)) {
      return judge(ring.members(), nodes);
    }
  }

  /** This process as one member among others that run the same command. */
  LiveResult joined(Optional<Integer> nodes, EvsConfig config) {
    int listed = Math.max(2, config.peers().size());
    int expected = nodes.orElse(listed);
    try (EvsMember member = starter.start(config)) {
      if (!Formation.hasMembers(member, expected, FORM_TIMEOUT)) {
        throw new CliException(
            ExitCode.UNREACHABLE,
            "no ring of " + expected + " members formed within " + FORM_TIMEOUT.toSeconds() + " s",
            "start evs verify on every node, or give their number with --nodes");
      }
      return judge(List.of(member), expected);
    }
  }

  private LiveResult judge(List<EvsMember> ring, int expected) {
    List<LiveMember> members = new ArrayList<>();
    try {
      for (EvsMember member : ring) {
        members.add(new LiveMember(member, expected, load));
      }
      members.forEach(LiveMember::start);
      long deadline =
          System.nanoTime()
              + GRACE.toNanos()
              + load.duration().toNanos()
              + load.messages() * 100_000;
      for (LiveMember member : members) {
        await(member, expected, deadline);
      }
      return result(members);
    } finally {
      members.forEach(LiveMember::close);
    }
  }

  private static void await(LiveMember member, int expected, long deadline) {
    try {
      member.finished().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the check could not be ended: " + Causes.of(e),
          "record with --trace on every node, and check the traces with evs verify DIR",
          e.getCause());
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the check did not end in time; "
              + member.present()
              + " of "
              + expected
              + " members take part",
          "",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
  }

  private static LiveResult result(List<LiveMember> members) {
    LiveMember first = members.get(0);
    List<Violation> violations = new ArrayList<>();
    for (LiveMember member : members) {
      violations.addAll(member.violations());
      Optional<String> difference = first.difference(member);
      difference.ifPresent(what -> violations.add(new Violation(Property.D5, what, 0)));
    }
    return new LiveResult(
        first.processes(),
        first.sent(),
        members.stream().mapToLong(LiveMember::deliveries).sum(),
        members.stream().mapToLong(LiveMember::configurations).sum(),
        violations);
  }
}
