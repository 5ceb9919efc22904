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
    world.runFor(95 * MS);
    assertThat(count("timer late by 0")).isEqualTo(18);
    assertThat(count("got")).isEqualTo(36);
    assertThat(count("from 2")).isEqualTo(18);
  }

  @Test
  void crashWithinAStepLetsAPrefixHappen() {
    world.start(1);
    world.start(2);
    world.crashWithinStep(1, packets -> packets.size() == 2 ? 1 : -1);
    world.runFor(95 * MS);
    assertThat(world.up(1)).isFalse();
    assertThat(count("from 1")).isEqualTo(1);
    assertThat(count("crash")).isEqualTo(1);
  }

  @Test
  void crashWithinTheLogLosesLinesAndAllOutputs() {
    world.start(1);
    world.start(2);
    world.runFor(5 * MS);
    world.crashWithinLog(1, 0);
    world.runFor(90 * MS);
    assertThat(count("from 1")).isZero();
    assertThat(lines.lines).contains("10000 crash");
  }

  @Test
  void storageKeepsWhatWasWrittenAndFallsBackToTheClock() {
    world.start(1);
    world.runFor(50 * MS);
    assertThat(count("persisted 17")).isEqualTo(1);
    world.crash(1);
    world.start(1);
    assertThat(count("R 1:18")).isEqualTo(1);
    world.runFor(50 * MS);
    world.crash(1);
    world.start(1, StorageAfterRestart.LOST);
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
    world.runFor(5 * MS);
    world.pause(1, 100 * MS, BacklogOrder.PACKETS_FIRST);
    world.runFor(99 * MS);
    assertThat(count("from 2")).isZero();
    world.runFor(2 * MS);
    assertThat(count("from 2")).isGreaterThanOrEqualTo(18);
    assertThat(count("timer late by 9")).isEqualTo(1);
  }

  @Test
  void aClockThatRunsFastFiresEarly() {
    world.start(1);
    world.clockRate(1, 1100);
    world.runFor(100 * MS);
    assertThat(count("timer late")).isEqualTo(10);
    world.clockRate(1, 900);
    world.runFor(100 * MS);
    assertThat(count("timer late")).isEqualTo(19);
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
