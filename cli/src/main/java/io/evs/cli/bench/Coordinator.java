package io.evs.cli.bench;

import io.evs.GroupMember;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Runs a plan from one member, and judges what the members answer. */
final class Coordinator {
  private static final Duration STALL = Duration.ofSeconds(30);

  private final BenchMember member;
  private final BenchPlan plan;
  private final Consumer<IntervalReport> intervals;
  private final BlockingQueue<Stamped> events = new LinkedBlockingQueue<>();
  private final Map<GroupMember, Control.Done> answers = new TreeMap<>();
  private int runNumber = ThreadLocalRandom.current().nextInt(1 << 30);
  private List<GroupMember> members = List.of();
  private int reformations;

  private record Stamped(BenchMember.Event event, long nanos) {}

  Coordinator(BenchMember member, BenchPlan plan, Consumer<IntervalReport> intervals) {
    this.member = member;
    this.plan = plan;
    this.intervals = intervals;
  }

  /** To be told what the member sees; called in its dispatching thread. */
  void observe(BenchMember.Event event) {
    events.add(new Stamped(event, System.nanoTime()));
  }

  /** How often the ring formed anew during the runs. */
  int reformations() {
    return reformations;
  }

  /**
   * Waits until so many members are in the bench's group, and, if the number is only a least one,
   * until no more have come for a while.
   *
   * @return how many there are
   */
  int awaitMembers(int least, Duration settle, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long settled = settle.isZero() ? 0 : Long.MAX_VALUE;
    while (members.size() < least || System.nanoTime() < settled) {
      long wait = Math.min(deadline, settled == 0 ? deadline : settled) - System.nanoTime();
      Stamped next = poll(Math.max(1, wait));
      if (next != null && next.event() instanceof BenchMember.Members change) {
        members = change.members();
        settled = settle.isZero() ? 0 : System.nanoTime() + settle.toNanos();
      }
      failIfLost(next);
      if (members.size() < least && System.nanoTime() >= deadline) {
        throw new CliException(
            ExitCode.UNREACHABLE,
            "only "
                + members.size()
                + " of "
                + least
                + " members take part after "
                + timeout.toSeconds()
                + " s",
            "start evs bench --passive with the same ring on the other nodes");
      }
    }
    return members.size();
  }

  /** The unmeasured run. */
  void warmUp() {
    if (!plan.warmup().isZero()) {
      run(plan.warmup(++runNumber, members.size()), false);
    }
  }

  /** The run for the size at that index of the plan. */
  RunResult run(int index) {
    return run(plan.start(++runNumber, index, members.size()), true);
  }

  private RunResult run(Control.Start start, boolean measured) {
    answers.clear();
    int formedBefore = reformations;
    Future<Long> first = member.coordinate(start);
    long last = awaitAnswers(start, measured);
    long began = firstWrite(first);
    RunResult result = judge(start, (last - began) / 1e9);
    if (!measured) {
      reformations = formedBefore;
    }
    return result;
  }

  private static long firstWrite(Future<Long> first) {
    try {
      return first.get(STALL.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CliException(
          ExitCode.UNREACHABLE, "sending failed: " + e.getCause().getMessage(), "", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new CliException(ExitCode.UNREACHABLE, "the sender stalled", "", e);
    }
  }

  private long awaitAnswers(Control.Start start, boolean measured) {
    IntervalClock clock = new IntervalClock(plan.interval(), start.bytes(), member::progress);
    long lastProgress = -1;
    long moved = System.nanoTime();
    long last = 0;
    while (answers.size() < start.members()) {
      Stamped next = poll(clock.nanosToNext());
      if (next != null && handle(next.event(), start)) {
        last = next.nanos();
      }
      if (measured) {
        clock.report(intervals);
      }
      if (member.progress() != lastProgress || next != null) {
        lastProgress = member.progress();
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALL.toNanos()) {
        throw stalled(start);
      }
    }
    return last;
  }

  private CliException stalled(Control.Start start) {
    return new CliException(
        ExitCode.UNREACHABLE,
        "nothing was delivered for "
            + STALL.toSeconds()
            + " s; "
            + answers.size()
            + " of "
            + start.members()
            + " members had finished");
  }

  /** Takes an event in; true if it was an answer to this run. */
  private boolean handle(BenchMember.Event event, Control.Start start) {
    failIfLost(new Stamped(event, 0));
    if (event instanceof BenchMember.Answered answer && answer.done().run() == start.run()) {
      answers.put(answer.member(), answer.done());
      return true;
    }
    if (event instanceof BenchMember.Started other && other.start().run() != start.run()) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "another bench runs on this ring, from " + other.by(),
          "wait for its end, or use another ring.name");
    }
    if (event instanceof BenchMember.Members change) {
      members = change.members();
      if (!change.left().isEmpty()) {
        throw notSo("member " + change.left().get(0) + " left the ring during the run");
      }
    }
    if (event instanceof BenchMember.Reformed) {
      reformations++;
    }
    return false;
  }

  private static void failIfLost(Stamped next) {
    if (next != null && next.event() instanceof BenchMember.Lost lost) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the connection to the ring is lost: " + lost.reason().getMessage(),
          "",
          lost.reason());
    }
  }

  private RunResult judge(Control.Start start, double seconds) {
    Control.Done first = answers.values().iterator().next();
    Histogram latencies = new Histogram(1, 3_600_000_000_000L, 3);
    long delivered = 0;
    long retransmits = 0;
    List<Double> cpu = new ArrayList<>();
    for (Map.Entry<GroupMember, Control.Done> answer : answers.entrySet()) {
      Control.Done done = answer.getValue();
      check(answer.getKey(), done, first);
      delivered += done.delivered();
      retransmits += done.retransmits();
      cpu.add(done.cpuNanos() / 1e9);
      latencies.add(decode(done.latencies()));
    }
    return new RunResult(
        start.bytes(),
        start.members(),
        first.delivered(),
        delivered,
        seconds,
        retransmits,
        cpu,
        latencies);
  }

  private static void check(GroupMember who, Control.Done done, Control.Done first) {
    if (!done.fault().isEmpty()) {
      throw notSo("member " + who + ": " + done.fault());
    }
    if (done.delivered() != first.delivered() || done.digest() != first.digest()) {
      throw notSo("member " + who + " delivered other messages or in another order than the first");
    }
  }

  private static Histogram decode(byte[] bytes) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    } catch (DataFormatException | RuntimeException e) {
      throw new CliException(
          ExitCode.NOT_SO, "an answer is corrupt", "all members must run the same version", e);
    }
  }

  private static CliException notSo(String what) {
    return new CliException(ExitCode.NOT_SO, "the run failed: " + what);
  }

  private Stamped poll(long nanos) {
    try {
      return events.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CliException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CliException(ExitCode.INTERRUPTED, "interrupted", "", cause);
  }
}
