package io.evs.shell;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.GroupChange;
import io.evs.console.words.EventWords;
import io.evs.console.words.RingWords;
import io.evs.text.PlainText;

/** Where lines and events go. May be called from any thread. */
@FunctionalInterface
public interface ShellOutput {
  /** Shows a line of a verb, which nothing can hide or act on the terminal in. */
  void line(String text);

  /** Shows a message. */
  default void message(Delivery delivery) {
    line(PlainText.of(EventWords.message(delivery)));
  }

  /** Shows a configuration change. */
  default void configuration(ConfigurationChange change, RingWords words) {
    line(PlainText.of("-- " + words.line(change)));
  }

  /** Shows a change of a group. */
  default void group(GroupChange change) {
    line(PlainText.of("-- " + EventWords.group(change)));
  }

  /** Shows that nothing comes any more. */
  default void lost(EvsException reason) {
    line(PlainText.of("-- connection lost: " + reason.getMessage()));
  }
}
