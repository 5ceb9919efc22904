package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Configuration;
import io.evs.sim.net.Datagram;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.wire.Packet;
import io.evs.verify.report.Property;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExhaustiveTest {
  /** Some courses; .ci/run searches ten times as many. */
  @Test
  void noCourseOfTheSmallSituationsBreaksAPromise() {
    assertThat(Exhaustive.names()).containsExactly("merge", "recovery", "commit");
    for (String name : Exhaustive.names()) {
      Exhaustive.Outcome outcome = Exhaustive.byName(name).orElseThrow().search(100);
      assertThat(outcome.ok()).as(name + " " + outcome.course() + " " + outcome.failure()).isTrue();
      assertThat(outcome.deviations()).as(name).isPositive();
      assertThat(outcome.decisions()).as(name).isGreaterThan(outcome.paths());
    }
    assertThat(Exhaustive.byName("nothing")).isEmpty();
  }

  @Test
  void findsWhatNeedsAnUnusualOrder() {
    ProcessLogic.Factory fragile =
        (config, effects, trace, pool) ->
            new Fragile(new MemberLogic(config, effects, trace, pool));
    Exhaustive.Outcome outcome = Exhaustive.byName("recovery", fragile).orElseThrow().search(3000);
    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.failure().findings().get(0).property()).isEqualTo(Property.X);
    assertThat(outcome.paths()).isGreaterThan(1);
    Exhaustive.Outcome again = Exhaustive.byName("recovery", fragile).orElseThrow().search(3000);
    assertThat(again.course()).isEqualTo(outcome.course());
    assertThat(again.failure().digest()).isEqualTo(outcome.failure().digest());
  }

  /** Fails when a leave or join reaches it in Recovery. */
  private record Fragile(ProcessLogic logic) implements ProcessLogic {
    @Override
    public void start(long now) {
      logic.start(now);
    }

    @Override
    public void receive(long now, Packet packet) {
      if (packet.data()[3] == Datagram.JOIN && state().equals("RECOVERY")) {
        throw new IllegalStateException("planted");
      }
      logic.receive(now, packet);
    }

    @Override
    public void timers(long now) {
      logic.timers(now);
    }

    @Override
    public long deadline() {
      return logic.deadline();
    }

    @Override
    public void persisted(long now, long upTo) {
      logic.persisted(now, upTo);
    }

    @Override
    public void leave(long now) {
      logic.leave(now);
    }

    @Override
    public long submit(long now, boolean safe, byte[] payload) {
      return logic.submit(now, safe, payload);
    }

    @Override
    public long queuedBytes() {
      return logic.queuedBytes();
    }

    @Override
    public Configuration configuration() {
      return logic.configuration();
    }

    @Override
    public String state() {
      return logic.state();
    }

    @Override
    public Map<String, Long> counters() {
      return logic.counters();
    }
  }
}
