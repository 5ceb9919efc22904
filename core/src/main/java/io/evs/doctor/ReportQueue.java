package io.evs.doctor;

import io.evs.Group;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** Who asked for a report, and reports that could not be sent yet. Bounded; one thread. */
final class ReportQueue {
  /** Who asks while a checkup runs gets its report; of more, the oldest get none. */
  static final int WAITING_MAX = 16;

  private final Map<Group, Integer> questions = new LinkedHashMap<>();
  private final Map<Group, DoctorMessage> reports = new LinkedHashMap<>();

  /** Somebody asks, and wants the answer in that group. */
  void asked(Group group, int number) {
    questions.put(group, number);
    bound(questions);
  }

  /** Whether somebody waits for a checkup. */
  boolean hasQuestions() {
    return !questions.isEmpty();
  }

  /** Whether there is anything to do. */
  boolean isEmpty() {
    return questions.isEmpty() && reports.isEmpty();
  }

  /** A checkup has ended: that is the answer to all who have asked. */
  void found(String report) {
    questions.forEach(
        (group, number) -> {
          reports.put(group, new DoctorMessage(DoctorMessage.Kind.REPORT, number, report));
          bound(reports);
        });
    questions.clear();
  }

  /** Sends reports; those that are not taken stay, for the next time. */
  void send(BiPredicate<Group, DoctorMessage> taken) {
    Iterator<Map.Entry<Group, DoctorMessage>> each = reports.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Group, DoctorMessage> next = each.next();
      if (!taken.test(next.getKey(), next.getValue())) {
        return;
      }
      each.remove();
    }
  }

  void clear() {
    questions.clear();
    reports.clear();
  }

  private static <V> void bound(Map<Group, V> map) {
    if (map.size() > WAITING_MAX) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
