package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.NodeStatus;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Prints a handle's events as they come: JSON lines, lines for people, or a format. */
final class EventPrinter implements EvsListener {
  private final PrintStream out;
  private final Optional<EventJson> json;
  private final EventText text;
  private final Optional<MessageFormat> format;
  private final EvsListener hook;
  private final long messagesMax;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile long messages;

  EventPrinter(
      PrintStream out,
      Optional<EventJson> json,
      EventText text,
      Optional<MessageFormat> format,
      EvsListener hook,
      long messagesMax) {
    this.out = out;
    this.json = json;
    this.text = text;
    this.format = format;
    this.hook = hook;
    this.messagesMax = messagesMax;
  }

  /**
   * Completes when the last message is printed or nobody reads any more, after which nothing is
   * printed; fails with what ended the handle.
   */
  CompletableFuture<Void> end() {
    return end;
  }

  /** How many messages were printed. Any thread, after {@link #end}. */
  long messages() {
    return messages;
  }

  /** The member, before its handle is opened. */
  void begin(NodeStatus status) {
    text.begin(status);
  }

  @Override
  public void onMessage(Delivery delivery) {
    if (format.isEmpty()) {
      print(json.map(each -> each.message(delivery)).orElseGet(() -> text.message(delivery)));
    } else if (!end.isDone()) {
      out.writeBytes(format.get().apply(delivery));
      endIfBroken();
    }
    messages++;
    if (messages >= messagesMax) {
      end.complete(null);
    }
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (format.isEmpty()) {
      print(
          json.map(each -> each.configuration(change)).orElseGet(() -> text.configuration(change)));
    }
    hook.onConfiguration(change);
  }

  @Override
  public void onGroup(GroupChange change) {
    if (format.isEmpty()) {
      print(json.map(each -> each.membership(change)).orElseGet(() -> text.membership(change)));
    }
    hook.onGroup(change);
  }

  @Override
  public void onDisconnected(EvsException reason) {
    end.completeExceptionally(reason);
  }

  private void print(String line) {
    if (end.isDone()) {
      return;
    }
    if (json.isPresent()) {
      Json.println(out, line);
    } else {
      Text.printStyled(out, line);
    }
    endIfBroken();
  }

  private void endIfBroken() {
    if (out.checkError()) {
      end.complete(null);
    }
  }
}
