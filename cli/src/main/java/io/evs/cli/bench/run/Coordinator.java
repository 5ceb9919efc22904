package io.evs.cli.bench.run;

import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.bench.result.IntervalReport;
import io.evs.cli.bench.result.MemberResult;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Timeline;
import io.evs.cli.bench.result.Warmup;
import io.evs.text.Causes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Runs a plan from one member, and judges what the members answer. */
public final class Coordinator {
  private static final Duration STALL = Duration.ofSeconds(30);

  private final BenchMember member;
  private final BenchPlan plan;
  private final Watcher watcher;
  private final BlockingQueue<Stamped> events = new LinkedBlockingQueue<>();
  private final Map<GroupMember, Control.Done> answers = new TreeMap<>();
  private int runNumber = ThreadLocalRandom.current().nextInt(1 << 30);
  private List<GroupMember> members = List.of();
  private int reformations;
  private volatile boolean stopping;
  private boolean stopSent;

  /** Is told how a run goes, in the coordinator's thread. */
  public interface Watcher {
    /** Some time has passed, at least every 0.2 s; {@code delivered} is what this member has. */
    void goesOn(Control.Start start, boolean measured, double seconds, long delivered);

    /** Others do not take part yet; called at least every second. */
    void waiting(String state);

    /** The wait is over; those members of the ring do not take part. */
    void gathered(List<NodeId> missing);

    /** A part of a measured run is over. */
    void interval(IntervalReport part);
  }

  private record Stamped(BenchMember.Event event, long nanos) {}

  public Coordinator(BenchMember member, BenchPlan plan, Watcher watcher) {
    this.member = member;
    this.plan = plan;
    this.watcher = watcher;
  }

  /** To be told what the member sees; called in its dispatching thread. */
  public void observe(BenchMember.Event event) {
    events.add(new Stamped(event, System.nanoTime()));
  }

  /** Asks for the end of the current run and of all. Any thread. */
  public void stop() {
    stopping = true;
  }

  /** Whether the end was asked for. */
  public boolean isStopping() {
    return stopping;
  }

  /**
   * Waits until so many members take part; if empty, until as many do as there are or come.
   *
   * @return how many there are
   */
  public int awaitMembers(
      Optional<Integer> expected, Supplier<List<NodeId>> ring, Duration timeout) {
    Gathering gathering = new Gathering(this::event, ring, watcher::waiting);
    members = gathering.await(expected, timeout);
    watcher.gathered(expected.isPresent() ? List.of() : gathering.missing());
    return members.size();
  }

  /** The next event if there is one in time, else null. */
  private BenchMember.Event event(long nanos) {
    Stamped next = poll(nanos);
    failIfLost(next);
    return next == null ? null : next.event();
  }

  /** The unmeasured runs. */
  public Warmup warmUp() {
    Warmup warmup = new Warmup(plan.warmup());
    while (!stopping && warmup.goesOn()) {
      warmup.add(run(plan.warmup(++runNumber, members.size(), warmup.next()), false));
    }
    return warmup;
  }

  /** An open loop at half of the rate of that run. */
  public RunResult atHalf(RunResult full) {
    return run(plan.half(++runNumber, members.size(), full), true);
  }

  /** The run for the size at that index of the plan. */
  public RunResult run(int index) {
    return run(plan.start(++runNumber, index, members.size()), true);
  }

  private RunResult run(Control.Start start, boolean measured) {
    answers.clear();
    reformations = 0;
    long startMillis = System.currentTimeMillis();
    Future<Long> first = member.coordinate(start);
    long last = awaitAnswers(start, measured);
    long began = firstWrite(first);
    return judge(start, startMillis, (last - began) / 1e9);
  }

  private static long firstWrite(Future<Long> first) {
    try {
      return first.get(STALL.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CliException(ExitCode.UNREACHABLE, "sending failed: " + Causes.of(e), "", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw new CliException(ExitCode.UNREACHABLE, "the sender stalled", "", e);
    }
  }

  private long awaitAnswers(Control.Start start, boolean measured) {
    IntervalClock clock =
        new IntervalClock(
            measured && start.perSecond() == plan.perSecond() ? plan.interval() : Optional.empty(),
            start.bytes(),
            () -> progress(start),
            member::retransmits);
    long began = System.nanoTime();
    long lastProgress = -1;
    long moved = System.nanoTime();
    long last = 0;
    while (answers.size() < start.members()) {
      Stamped next = poll(clock.nanosToNext());
      if (next != null && handle(next.event(), start)) {
        last = next.nanos();
      }
      clock.report(watcher::interval);
      watcher.goesOn(start, measured, (System.nanoTime() - began) / 1e9, progress(start));
      stopIfAsked(start);
      if (member.progress() != lastProgress || next != null) {
        lastProgress = member.progress();
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALL.toNanos()) {
        throw stalled(start);
      }
    }
    return last;
  }

  /** Nothing until this member knows of the run: what it has until then is of the one before. */
  private long progress(Control.Start start) {
    return member.progress(start.run());
  }

  private void stopIfAsked(Control.Start start) {
    if (stopping && !stopSent) {
      stopSent = true;
      member.stop(start);
    }
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

  private RunResult judge(Control.Start start, long startMillis, double seconds) {
    Control.Done first = answers.values().iterator().next();
    Histogram latencies = Timeline.newHistogram();
    List<MemberResult> perMember = new ArrayList<>();
    for (Map.Entry<GroupMember, Control.Done> answer : answers.entrySet()) {
      Control.Done done = answer.getValue();
      check(answer.getKey(), done, first);
      perMember.add(
          new MemberResult(
              answer.getKey().node().asLong(),
              answer.getKey().equals(member.self()),
              done.delivered(),
              done.figures()));
      latencies.add(decode(done.latencies()));
    }
    return new RunResult(
        start.bytes(),
        first.delivered(),
        seconds,
        startMillis,
        start.perSecond(),
        stopping,
        reformations,
        perMember,
        latencies,
        member.slices());
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
