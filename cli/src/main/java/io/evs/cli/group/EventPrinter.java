package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.cli.Json;
import io.evs.cli.Text;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints a handle's events as they are dispatched: JSON lines, lines for people, or a format. */
final class EventPrinter implements EvsListener {
  private final PrintStream out;
  private final boolean json;
  private final EventText text;
  private final Optional<MessageFormat> format;
  private final Consumer<GroupChange> onChange;
  private long messages;

  EventPrinter(
      PrintStream out,
      boolean json,
      EventText text,
      Optional<MessageFormat> format,
      Consumer<GroupChange> onChange) {
    this.out = out;
    this.json = json;
    this.text = text;
    this.format = format;
    this.onChange = onChange;
  }

  /** Messages printed so far. */
  long messages() {
    return messages;
  }

  /** Whether nobody reads any more. */
  boolean isBroken() {
    return out.checkError();
  }

  @Override
  public void onMessage(Delivery delivery) {
    messages++;
    if (format.isPresent()) {
      out.writeBytes(format.get().apply(delivery));
      out.flush();
    } else {
      print(json ? EventJson.message(delivery) : text.message(delivery));
    }
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (format.isEmpty()) {
      print(json ? EventJson.configuration(change) : text.configuration(change));
    }
  }

  @Override
  public void onGroup(GroupChange change) {
    if (format.isEmpty()) {
      print(json ? EventJson.membership(change) : text.membership(change));
    }
    onChange.accept(change);
  }

  private void print(String line) {
    if (json) {
      Json.println(out, line);
    } else {
      Text.printStyled(out, line);
    }
  }
}
