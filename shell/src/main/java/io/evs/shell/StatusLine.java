package io.evs.shell;

import io.evs.EvsException;
import io.evs.Group;
import io.evs.NodeStatus;
import io.evs.console.words.RingWords;
import io.evs.text.PlainText;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;

/** The last line of the terminal: how the ring is. Not shown where there is little room. */
final class StatusLine {
  private static final int ROWS_MIN = 6;

  private final Terminal terminal;
  private final ShellReader reader;
  private final ShellSession session;
  private String shown = "";
  private boolean over;

  StatusLine(Terminal terminal, ShellReader reader, ShellSession session) {
    this.terminal = terminal;
    this.reader = reader;
    this.session = session;
  }

  /** Takes its line before anything is printed that it could cover. */
  static void reserve(Terminal terminal) {
    if (terminal.getSize().getRows() >= ROWS_MIN) {
      Status status = Status.getStatus(terminal);
      if (status != null) {
        status.update(List.of(new AttributedString(" ")));
      }
    }
  }

  /** Shows what is so now. */
  void update() {
    String text;
    try {
      text = text(session.status(), session.words(), session.joined());
    } catch (EvsException gone) {
      text = " the ring does not answer: " + gone.getMessage();
    }
    String now = PlainText.of(text);
    reader.drawing(() -> show(now));
  }

  private void show(String text) {
    int columns = terminal.getSize().getColumns();
    boolean room = terminal.getSize().getRows() >= ROWS_MIN && columns >= 1;
    if (over || !room || text.equals(shown)) {
      return;
    }
    shown = text;
    Status status = Status.getStatus(terminal);
    if (status != null) {
      String cut = text.substring(0, Math.min(text.length(), columns));
      String line = cut + " ".repeat(columns - cut.length());
      status.update(List.of(new AttributedString(line, AttributedStyle.INVERSE)));
    }
  }

  /** What it says. */
  static String text(NodeStatus status, RingWords words, List<Group> joined) {
    int members = status.members().size();
    String groups = joined.stream().map(Group::name).collect(Collectors.joining(" "));
    return " node "
        + status.nodeId()
        + "  "
        + status.ring().map(words::ring).orElse("ring none")
        + " "
        + status.state()
        + "  "
        + members
        + (members == 1 ? " member" : " members")
        + (groups.isEmpty() ? "" : "  joined: " + groups);
  }

  /** Takes it away for good, even if an update is on its way. */
  void clear() {
    reader.drawing(
        () -> {
          over = true;
          release(terminal);
        });
  }

  /** Gives its line back; a terminal that has one cannot be closed. */
  static void release(Terminal terminal) {
    Status status = Status.getStatus(terminal, /* create= */ false);
    if (status != null) {
      status.update(List.of());
      status.close();
    }
  }
}
