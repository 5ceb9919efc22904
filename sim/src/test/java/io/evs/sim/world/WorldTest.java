package io.evs.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.sim.ToyLogic;
import io.evs.sim.trace.CheckResult;
import io.evs.sim.trace.TraceHub;
import io.evs.trace.TraceSink;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final long MS = 1_000_000L;

  private static final int TIMERS = 9;

  /** Until half a period after the last of them, so that its packets have arrived. */
  private static final long WHILE_TIMERS_RUN = TIMERS * ToyLogic.PERIOD + ToyLogic.PERIOD / 2;

  /** Keeps trace lines as text. */
  private static final class Lines implements TraceHub, TraceSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public TraceSink checker(int process) {
      return TraceSink.NONE;
    }

    @Override
    public TraceSink writer(int process) {
      return this;
    }

    @Override
    public boolean violated() {
      return false;
    }

    @Override
    public void flush(int process) {}

    @Override
    public void stable(long t, int[][] components, long conv, boolean drained) {}

    @Override
    public CheckResult finish() {
      return new CheckResult(List.of(), Map.of(), lines.size(), lines.hashCode());
    }

    @Override
    public void start(long t, long incarnation) {
      lines.add(t + " start " + incarnation);
    }

    @Override
    public void regular(long t, RingId ring, int[] members) {
      lines.add(t + " R " + ring);
    }

    @Override
    public void transitional(long t, RingId left, RingId next, int[] members) {}

    @Override
    public void submit(long t, long n, boolean safe, long hash) {}

    @Override
    public void send(long t, long n, RingId ring, int sequence, boolean safe, long hash) {}

    @Override
    public void deliver(
        long t, int sender, long inc, long n, RingId ring, int sequence, boolean safe, long hash) {}

    @Override
    public void crash(long t) {
      lines.add(t + " crash");
    }

    @Override
    public void stop(long t) {
      lines.add(t + " stop");
    }

    @Override
    public void end(long t) {
      lines.add(t + " end");
    }

    @Override
    public void note(long t, String text) {
      lines.add(t + " " + text);
    }
  }

  private final Lines lines = new Lines();
  private final World world = world(1, lines);

  private static World world(long seed, Lines lines) {
    return new World(new WorldOptions(3, seed), ToyLogic::new, lines);
  }

  private long count(String text) {
    return lines.lines.stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void sameSeedGivesTheSameTrace() {
    List<List<String>> traces = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      Lines kept = new Lines();
      World one = world(seed, kept);
      one.network().model().loss = 0.2;
      one.network().model().duplicate = 0.2;
      for (int id = 1; id <= 3; id++) {
        one.start(id);
      }
      one.runFor(300 * MS);
      one.crash(2);
      one.start(2);
      one.runFor(300 * MS);
      one.end();
      traces.add(kept.lines);
    }
    assertThat(traces.get(0)).isEqualTo(traces.get(1)).isNotEqualTo(traces.get(2));
    assertThat(traces.get(0).size()).isGreaterThan(300);
  }

  @Test
  void timersRunWhenDueAndPacketsReachTheOthers() {
    world.start(1);
    world.start(2);
    world.runFor(WHILE_TIMERS_RUN);
    int processes = 2;
    assertThat(count("timer late by 0")).isEqualTo(processes * TIMERS);
    assertThat(count("got")).isEqualTo(processes * TIMERS * ToyLogic.PACKETS);
    assertThat(count("from 2")).isEqualTo(TIMERS * ToyLogic.PACKETS);
  }

  @Test
  void crashWithinAStepLetsAPrefixHappen() {
    world.start(1);
    world.start(2);
    world.crashWithinStep(1, packets -> packets.size() == 2 ? 1 : -1);
    world.runFor(WHILE_TIMERS_RUN);
    assertThat(world.up(1)).isFalse();
    assertThat(count("from 1")).isEqualTo(1);
    assertThat(count("crash")).isEqualTo(1);
  }

  @Test
  void crashWithinTheLogLosesLinesAndAllOutputs() {
    world.start(1);
    world.start(2);
    world.runFor(ToyLogic.PERIOD / 2);
    world.crashWithinLog(1, 0);
    world.runFor(TIMERS * ToyLogic.PERIOD);
    assertThat(count("from 1")).isZero();
    long firstTimer = ToyLogic.PERIOD / 1000;
    assertThat(lines.lines).contains(firstTimer + " crash");
  }

  @Test
  void storageKeepsWhatWasWrittenAndFallsBackToTheClock() {
    world.start(1);
    world.runFor(50 * MS);
    long reserved = 1 + ToyLogic.RESERVED;
    assertThat(count("persisted " + reserved)).isEqualTo(1);
    world.crash(1);
    world.start(1);
    assertThat(count("R 1:" + (reserved + 1))).isEqualTo(1);
    world.runFor(50 * MS);
    world.crash(1);
    world.start(1, StorageAfterRestart.LOST);
    // The clock of such a run begins at 1,000,000 ms, and 100 have passed; 1024 for each.
    assertThat(count("R 1:" + (1_000_100L * 1024 + 1))).isEqualTo(1);
    world.runFor(50 * MS);
    world.crash(1);
    world.start(1, StorageAfterRestart.PREVIOUS);
    assertThat(count("start 4")).isEqualTo(1);
  }

  @Test
  void aPausedProcessSeesItsBacklogAfterwards() {
    world.start(1);
    world.start(2);
    world.runFor(ToyLogic.PERIOD / 2);
    world.pause(1, 10 * ToyLogic.PERIOD, BacklogOrder.PACKETS_FIRST);
    world.runFor(10 * ToyLogic.PERIOD - MS);
    assertThat(count("from 2")).isZero();
    world.runFor(2 * MS);
    assertThat(count("from 2")).isGreaterThanOrEqualTo(TIMERS * ToyLogic.PACKETS);
    assertThat(count("timer late by 9")).isEqualTo(1);
  }

  @Test
  void aClockThatRunsFastFiresEarly() {
    world.start(1);
    int periods = 10;
    world.clockRate(1, 1100);
    world.runFor(periods * ToyLogic.PERIOD);
    // Eleven periods of its own have begun, the last of them is not over.
    assertThat(count("timer late")).isEqualTo(periods);
    world.clockRate(1, 900);
    world.runFor(periods * ToyLogic.PERIOD);
    assertThat(count("timer late")).isEqualTo(2 * periods - 1);
  }

  @Test
  void statesTriggerActions() {
    world.hooks().onState(2, "OPERATIONAL", 1, () -> world.crash(1));
    world.start(1);
    world.start(2);
    world.runFor(100 * MS);
    assertThat(world.up(1)).isFalse();
    assertThat(world.up(2)).isTrue();
  }

  @Test
  void anExceptionOfTheLogicIsAFailureWithItsPlace() {
    world.start(1);
    assertThat(world.submit(1, false, new byte[3])).isZero();
    assertThat(world.failure().property()).isEqualTo(Property.X);
    assertThat(world.failure().message()).contains("the toy takes no messages", "ToyLogic.submit");
    assertThat(world.step()).isFalse();
  }
}
