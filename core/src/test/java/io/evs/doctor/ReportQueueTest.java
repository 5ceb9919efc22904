package io.evs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Group;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
  private final ReportQueue queue = new ReportQueue();
  private final List<String> sent = new ArrayList<>();

  private boolean take(Group group, DoctorMessage report) {
    sent.add(group + " " + report.number() + " " + report.text());
    return true;
  }

  @Test
  void aReportThatIsNotTakenIsSentAgainAndAsksForNoOtherCheckup() {
    queue.asked(new Group("a"), 1);
    queue.asked(new Group("b"), 2);
    assertThat(queue.hasQuestions()).isTrue();
    queue.found("fine");
    queue.send((group, report) -> group.equals(new Group("a")) && take(group, report));
    assertThat(sent).containsExactly("a 1 fine");
    // What is left is a report to send: no question, which would begin another checkup.
    assertThat(queue.hasQuestions()).isFalse();
    assertThat(queue.isEmpty()).isFalse();
    queue.send(this::take);
    assertThat(sent).containsExactly("a 1 fine", "b 2 fine");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void theOldestOfTooManyGetNone() {
    for (int i = 0; i < ReportQueue.WAITING_MAX + 2; i++) {
      queue.asked(new Group("g" + i), i);
    }
    queue.found("x");
    queue.send(this::take);
    assertThat(sent).hasSize(ReportQueue.WAITING_MAX).contains("g17 17 x").doesNotContain("g1 1 x");
  }
}
