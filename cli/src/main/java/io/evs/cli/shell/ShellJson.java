package io.evs.cli.shell;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.GroupChange;
import io.evs.cli.group.EventJson;
import io.evs.cli.terminal.Json;
import io.evs.console.words.RingWords;
import io.evs.shell.ShellOutput;
import java.io.PrintStream;
import java.util.Optional;

/** What a script's verbs say and its events, as JSON lines. */
final class ShellJson implements ShellOutput {
  private final EventJson events = new EventJson("shell", Optional.empty());
  private final PrintStream out;

  ShellJson(PrintStream out) {
    this.out = out;
  }

  private void print(String document) {
    synchronized (out) {
      Json.println(out, document);
    }
  }

  private void text(String event, String text) {
    print(
        Json.document(
            "shell",
            json -> {
              json.writeStringField("event", event);
              json.writeStringField("text", text);
            }));
  }

  @Override
  public void line(String text) {
    text("line", text);
  }

  @Override
  public void message(Delivery delivery) {
    print(events.message(delivery));
  }

  @Override
  public void configuration(ConfigurationChange change, RingWords words) {
    print(events.configuration(change));
  }

  @Override
  public void group(GroupChange change) {
    print(events.membership(change));
  }

  @Override
  public void lost(EvsException reason) {
    text("disconnected", reason.getMessage());
  }
}
