package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.cli.Json;
import io.evs.cli.Text;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Prints a handle's events as they come: JSON lines, lines for people, or a format. */
final class EventPrinter implements EvsListener {
  private final PrintStream out;
  private final boolean json;
  private final EventText text;
  private final Optional<MessageFormat> format;
  private final Consumer<GroupChange> onChange;
  private final long messagesMax;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private long messages;

  EventPrinter(
      PrintStream out,
      boolean json,
      EventText text,
      Optional<MessageFormat> format,
      Consumer<GroupChange> onChange,
      long messagesMax) {
    this.out = out;
    this.json = json;
    this.text = text;
    this.format = format;
    this.onChange = onChange;
    this.messagesMax = messagesMax;
  }

  /**
   * Completes when the last message is printed or nobody reads any more, after which nothing is
   * printed; fails with what ended the handle.
   */
  CompletableFuture<Void> end() {
    return end;
  }

  @Override
  public void onMessage(Delivery delivery) {
    if (format.isEmpty()) {
      print(json ? EventJson.message(delivery) : text.message(delivery));
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

  @Override
  public void onDisconnected(EvsException reason) {
    end.completeExceptionally(reason);
  }

  private void print(String line) {
    if (end.isDone()) {
      return;
    }
    if (json) {
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
