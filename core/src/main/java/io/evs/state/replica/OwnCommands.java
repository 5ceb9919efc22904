package io.evs.state.replica;

import io.evs.state.replica.StateEffects.Refusal;
import io.evs.state.replica.StateMessage.Command;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of one participant that have no answer yet. */
final class OwnCommands {
  /** What came of a command: an answer, or what the application threw. */
  record Answer(@Nullable Object value, @Nullable RuntimeException failure) {}

  private final StateEffects effects;

  /** Whether each is safe. */
  private final Map<Long, Boolean> pending = new HashMap<>();

  /** Those that wait for the state, as messages. */
  private final Map<Long, byte[]> waiting = new LinkedHashMap<>();

  /** Answers that the next ring decides upon. */
  private final Map<Long, Answer> tail = new LinkedHashMap<>();

  private long lastNumber;

  OwnCommands(StateEffects effects) {
    this.effects = effects;
  }

  /** A command: it is sent, waits, or is refused at once. */
  long submit(byte[] command, boolean safe, boolean isRefused, boolean isSent) {
    long number = ++lastNumber;
    pending.put(number, safe);
    byte[] message = StateMessage.write(new Command(number, command));
    if (isRefused) {
      refuse(number, Refusal.NOT_PRIMARY);
    } else if (isSent) {
      effects.send(message, safe);
    } else {
      waiting.put(number, message);
    }
    return number;
  }

  /** Sends those that wait. */
  void sendWaiting() {
    Map<Long, byte[]> ready = new LinkedHashMap<>(waiting);
    waiting.clear();
    ready.forEach((number, message) -> effects.send(message, pending.getOrDefault(number, true)));
  }

  void refuseWaiting(Refusal why) {
    List.copyOf(waiting.keySet()).forEach(each -> refuse(each, why));
  }

  void refuseAll(Refusal why) {
    List.copyOf(pending.keySet()).forEach(each -> refuse(each, why));
  }

  void refuse(long number, Refusal why) {
    if (pending.remove(number) != null) {
      waiting.remove(number);
      effects.refused(number, why);
    }
  }

  /**
   * A command was applied.
   *
   * @param inTail whether the rest of the ring may lack it, if it is safe: whether it counts, the
   *     next ring decides
   */
  void applied(long number, Answer answer, boolean inTail) {
    if (inTail && pending.getOrDefault(number, false)) {
      tail.put(number, answer);
    } else {
      answer(number, answer);
    }
  }

  /** The next ring has what was applied in the tail of the last one, or it has not. */
  void decideTail(boolean counts) {
    Map<Long, Answer> answers = new LinkedHashMap<>(tail);
    tail.clear();
    answers.forEach(
        (number, answer) -> {
          if (counts) {
            answer(number, answer);
          } else {
            refuse(number, Refusal.UNKNOWN);
          }
        });
  }

  private void answer(long number, Answer answer) {
    if (pending.remove(number) == null) {
      return;
    }
    if (answer.failure() != null) {
      effects.threw(number, answer.failure());
    } else {
      effects.answered(number, answer.value());
    }
  }
}
