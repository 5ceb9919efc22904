package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code evs leader} on two nodes: what only processes that are killed show. */
@Timeout(240)
class LeaderTest extends E2e {
  private static final Pattern LEADS = Pattern.compile("this process leads, token (\\d+)");

  private EvsProcess candidate(DaemonRing ring, int node) {
    String hook = "echo told $EVS_LEADER of $EVS_LEADER_NAME with $EVS_FENCE";
    return start(ring.at(node, "leader", "db", "--exec", hook));
  }

  private static long awaitToken(EvsProcess process) {
    process.awaitThat("the leadership", p -> LEADS.matcher(p.output()).find());
    Matcher found = LEADS.matcher(process.output());
    assertThat(found.find()).isTrue();
    long token = Long.parseLong(found.group(1));
    process.awaitError("told 1 of db with " + token);
    return token;
  }

  @Test
  void anotherLeadsWithAGreaterTokenWhenTheLeaderIsKilled() {
    DaemonRing ring = new DaemonRing(this);
    EvsProcess first = candidate(ring, 1);
    long before = awaitToken(first);
    EvsProcess second = candidate(ring, 2);
    second.awaitThat("who leads", p -> p.output().contains(" leads, token " + before));
    first.kill();
    long after = awaitToken(second);
    assertThat(after).isGreaterThan(before);
    second.interrupt();
    assertThat(second.awaitExit()).as(second.describe()).isEqualTo(130);
    assertThat(second.errors()).contains("told 0 of db with " + after);
  }

  /** A user's trial of locks, 11: "nobody leads", and not why. */
  @Test
  void aRingThatIsNotPrimaryIsNamedAndSighupResigns() {
    EvsProcess alone =
        start(
            evs("leader", "db").with(LoopbackRing.unique()).with("EVS_QUORUM_EXPECTED_VOTES", "3"));
    alone.awaitError("evs: waiting for quorum: the ring is not primary");
    alone.awaitThat("nobody leads", p -> p.output().contains("leader db: nobody leads"));
    Tool.must("kill -HUP " + alone.pid());
    assertThat(alone.awaitExit()).as(alone.describe()).isEqualTo(129);
  }
}
