package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of a ring of three when one member is killed and another is told to go. */
@Timeout(240)
class EventsTest extends E2e {
  @Test
  @DisplayName("NEW-A6, NEW-A7: events, status and members tell who is missing, and the log does")
  void aMemberIsKilledAndAnotherLeaves() {
    DaemonRing ring = new DaemonRing(this);
    EvsProcess follows = start(ring.at(1, "events", "--follow"));
    follows.awaitThat("the whole ring", p -> p.output().contains("-> 1 2 3: "));
    ring.kill(3);
    follows.awaitThat("the loss", p -> p.output().contains("members 1 2 3 -> 1 2: lost 3, "));
    ring.node(1).awaitError("INFO Journal - members 1 2 3 -> 1 2: lost 3, ");

    EvsProcess last = later(ring.at(1, "events", "--last", "1", "--json").run());
    JsonNode event = last.document();
    assertThat(event.at("/schema").asInt()).isEqualTo(1);
    assertThat(event.at("/command").asText()).isEqualTo("events");
    assertThat(event.at("/event").asText()).isEqualTo("membership");
    assertThat(event.at("/cause").asText()).isIn("crash", "pause");
    assertThat(event.at("/left/0/node_id").asInt()).isEqualTo(3);
    assertThat(event.at("/took_ms").isNumber()).isTrue();

    EvsProcess status = later(ring.at(1, "status").run());
    assertThat(status.output()).startsWith("! member 3 is missing");
    EvsProcess watch = start(ring.at(1, "members", "--watch", "--interval", "200ms", "--json"));
    watch.awaitThat("two documents", p -> p.output().lines().count() >= 2);
    watch.interrupt();
    assertThat(watch.awaitExit()).as(watch.describe()).isEqualTo(130);
    assertThat(watch.output()).contains("\"missing\":[{\"node_id\":3,");

    EvsProcess level = later(ring.at(1, "log-level", "debug").run());
    assertThat(level.exit()).as(level.describe()).isZero();
    ring.node(1).awaitError("the log level is debug from now on");
    later(ring.at(1, "events").run());
    ring.node(1).awaitError("client evs events (pid ");
    EvsProcess leave = later(ring.at(2, "leave").run());
    assertThat(leave.exit()).as(leave.describe()).isZero();
    assertThat(ring.node(2).awaitExit()).as(ring.node(2).describe()).isZero();
    follows.awaitThat("the leave", p -> p.output().contains("members 1 2 -> 1: 2 left on purpose"));
  }
}
