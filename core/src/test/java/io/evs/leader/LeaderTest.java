package io.evs.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.ExpectsLog;
import io.evs.node.EvsNode;
import io.evs.node.LoneNode;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Candidates of one name on a node; what happens to nodes is for the simulator and for processes.
 */
@Timeout(60)
@ExpectsLog("leader db stands no more: its listener failed")
class LeaderTest {
  private final EvsNode node = LoneNode.start();

  /** Notes what a candidate is told. */
  private static class Noted implements LeaderListener {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final BlockingQueue<Optional<Leader.Term>> terms = new LinkedBlockingQueue<>();

    @Override
    public void onLeading(long fence) {
      told.add("leads " + fence);
    }

    @Override
    public void onLoss() {
      told.add("loss");
    }

    @Override
    public void onLeader(Optional<Leader.Term> term) {
      terms.add(term);
    }

    @Override
    public void onEnd(EvsException reason) {
      told.add("end " + reason.code());
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    long fence() throws InterruptedException {
      String text = next();
      assertThat(text).startsWith("leads ");
      return Long.parseLong(text.substring("leads ".length()));
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void whoStandsFirstLeadsUntilItResignsAndTheNextHasAGreaterToken() throws Exception {
    Noted first = new Noted();
    Noted second = new Noted();
    Leader one = Leader.stand(node, "db", first);
    final long before = first.fence();
    assertThat(one.fence()).hasValue(before);
    try (Leader two = Leader.stand(node, "db", second);
        Leader other = Leader.stand(node, "web", new Noted())) {
      assertThat(other.name()).isEqualTo("web");
      Optional<Leader.Term> term = second.terms.poll(30, TimeUnit.SECONDS);
      assertThat(term).contains(new Leader.Term(one.self(), before, false));
      assertThat(two.fence()).isEmpty();
      one.close();
      assertThat(second.fence()).isGreaterThan(before);
      assertThat(first.told).isEmpty();
      assertThat(one.fence()).isEmpty();
    }
  }

  @Test
  void whoseNodeEndsIsToldOfTheLossAndThenOfTheEnd() throws Exception {
    Noted noted = new Noted();
    Leader.stand(node, "db", noted);
    noted.fence();
    node.close();
    assertThat(noted.next()).isEqualTo("loss");
    assertThat(noted.next()).isEqualTo("end LIBRARY");
  }

  @Test
  void aListenerThatFailsGivesTheLeadershipUp() throws Exception {
    Noted failing =
        new Noted() {
          @Override
          public void onLeading(long fence) {
            throw new IllegalStateException("no disk");
          }
        };
    Leader.stand(node, "db", failing);
    assertThat(failing.next()).isEqualTo("end LIBRARY");
    Noted next = new Noted();
    try (Leader leader = Leader.stand(node, "db", next)) {
      assertThat(next.fence()).isPositive();
      assertThat(leader.fence()).isPresent();
    }
  }

  @Test
  void namesThatCannotBeAreRefused() {
    for (String name : new String[] {"", "x".repeat(58), "a\nb"}) {
      assertThatThrownBy(() -> Leader.stand(node, name, new Noted()))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("1 to 57 bytes");
    }
  }
}
