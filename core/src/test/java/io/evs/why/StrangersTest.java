package io.evs.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.flight.Cause;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that are no members and make a ring form again and again. */
class StrangersTest {
  private static final String JOINED_BY_THREE = "1100 JOIN_HEARD 3 0 0 0 P=1,2,3\n";

  /** Of a member of ring 1:8 with 1 and 2, which left it on a join message. */
  private static FlightLog log(int node, int from, String heard) throws IOException {
    return FlightText.read(
        "evs-flight 1\nnode "
            + node
            + "\nname n\nring r\nincarnation 1\ntoken 1000000000\nconsensus 1200000000\n"
            + "clock 1800000000000 9000\nevents\n"
            + "100 START 0 1000000000 1200000000 0\n"
            + "200 INSTALLED 1 0 8 0 M=1,2\n"
            + ("1000 GATHER " + from + " 4294967298 8 0 M=1,2\n")
            + "1000 JOIN_SENT 1 0 0 0 P=1,2,3\n"
            + heard
            + "2400 INSTALLED 1 4296197456 12 8 M=1,2\n");
  }

  private static Change last(FlightLog... logs) {
    List<Change> changes = Why.explain(List.of(logs));
    return changes.get(changes.size() - 1);
  }

  /** T13-6: with 3 to 1 blocked the ring re-formed for ever, and each time "3 was heard". */
  @Test
  void aBlockedWayOfOneThatCannotGetInIsNamed() throws IOException {
    FlightLog deaf = log(1, 2, "2300 SILENT 0 0 0 0 S=3\n");
    FlightLog hears = log(2, 3, JOINED_BY_THREE);
    Change change = last(deaf, hears);
    assertThat(change.cause()).isEqualTo(Cause.LINK);
    assertThat(change.link()).contains(new Change.Link(3, 1));
    assertThat(change.blamed()).containsExactly(1, 3);
    assertThat(change.text())
        .contains("formed another because 3 cannot get in, as no packet passed from 3 to 1;");
    assertThat(change.evidence()).startsWith("1 heard no join message of 3, and 2 heard some");
  }

  @Test
  void whoIsNotWaitedForOrIsHeardByAllIsAStranger() throws IOException {
    FlightLog hears = log(2, 3, JOINED_BY_THREE);
    assertThat(last(log(1, 2, ""), hears).cause()).isEqualTo(Cause.MERGE);
    assertThat(last(log(1, 3, JOINED_BY_THREE), hears).cause()).isEqualTo(Cause.MERGE);
    // It may have ended meanwhile: nobody tells that it was there.
    FlightLog waits = log(1, 3, "2300 SILENT 0 0 0 0 S=3\n");
    assertThat(last(waits, log(2, 1, "")).cause()).isEqualTo(Cause.MERGE);
  }
}
