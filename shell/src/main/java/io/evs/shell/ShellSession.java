package io.evs.shell;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.console.EventWords;
import io.evs.node.ControlGroups;
import io.evs.text.Causes;
import io.evs.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One handle, whose events a thread of its own shows as lines, and waiting for what verbs have
 * begun.
 */
final class ShellSession implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SLICE = Duration.ofMillis(100);

  private final EvsMember member;
  private final ShellOutput output;
  private final boolean interactive;
  private final Evs handle;
  private final Group marker;
  private final Thread dispatcher;
  private boolean markerJoined;
  private long marks;
  private Optional<EvsException> lost = Optional.empty();
  private boolean over;
  private volatile boolean closed;
  private volatile Runnable onEvent = () -> {};

  /** Everything that is dispatched comes through here, on the dispatcher's thread. */
  private final class Ear implements EvsListener {
    @Override
    public void onMessage(Delivery delivery) {
      if (delivery.groups().contains(marker)) {
        synchronized (ShellSession.this) {
          marks++;
          ShellSession.this.notifyAll();
        }
      } else {
        show(EventWords.message(delivery));
      }
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      show("-- " + EventWords.configuration(change));
    }

    @Override
    public void onGroup(GroupChange change) {
      if (!ControlGroups.isHidden(change.group())) {
        show("-- " + EventWords.group(change));
      }
    }

    @Override
    public void onDisconnected(EvsException reason) {
      show("-- connection lost: " + reason.getMessage());
    }

    private void show(String text) {
      line(text);
      onEvent.run();
    }
  }

  /**
   * Opens a handle.
   *
   * @param interactive whether a person waits for what verbs say
   */
  ShellSession(EvsMember member, ShellOutput output, boolean interactive) {
    this.member = member;
    this.output = output;
    this.interactive = interactive;
    long unique = ThreadLocalRandom.current().nextLong();
    this.marker = ControlGroups.temporary(unique);
    this.handle = member.open(new Ear());
    this.dispatcher = new Thread(this::dispatch, "evs-shell-events");
    dispatcher.setDaemon(true);
    dispatcher.start();
  }

  private void dispatch() {
    try {
      while (!closed) {
        handle.dispatchOne(SLICE);
      }
    } catch (EvsException e) {
      synchronized (this) {
        lost = Optional.of(e);
        notifyAll();
      }
    }
  }

  /** Runs that after each event that was shown, on the dispatcher's thread. */
  void onEvent(Runnable callback) {
    onEvent = callback;
  }

  Evs handle() {
    return handle;
  }

  EvsMember member() {
    return member;
  }

  NodeStatus status() {
    return member.status();
  }

  /** Prints a line of verbs and of others; nothing in it acts on the terminal. */
  void line(String text) {
    output.line(PlainText.of(text));
  }

  boolean isInteractive() {
    return interactive;
  }

  /** Groups that are shown, with their members. */
  Map<Group, List<GroupMember>> groups() {
    Map<Group, List<GroupMember>> all = new TreeMap<>(handle.groups());
    all.keySet().removeIf(ControlGroups::isHidden);
    return all;
  }

  /** Groups that this handle has joined and are shown. */
  List<Group> joined() {
    return handle.joined().stream()
        .filter(group -> !ControlGroups.isHidden(group))
        .sorted()
        .toList();
  }

  /** Waits until everything that was ordered before has been shown. */
  void settle(Guarantee guarantee) throws InterruptedException {
    if (!markerJoined) {
      handle.join(List.of(marker));
      markerJoined = true;
    }
    long before = marks();
    mark(guarantee, new byte[0]);
    awaitMarks(before + 1, ANSWER_TIMEOUT);
  }

  /** Waits for what the ring answers. */
  <T> T result(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new ShellException(ShellException.UNREACHABLE, Causes.of(failed), failed.getCause());
    } catch (TimeoutException late) {
      throw new ShellException(
          ShellException.UNREACHABLE,
          "the ring did not answer within " + ANSWER_TIMEOUT.toSeconds() + " s");
    }
  }

  /** Sends to the group that only this handle is in; what comes back counts as a mark. */
  void mark(Guarantee guarantee, byte[] payload) {
    handle.multicast(guarantee, List.of(marker), payload);
  }

  synchronized long marks() {
    return marks;
  }

  /** Waits until so many marks have come back. */
  void awaitMarks(long wanted, Duration limit) throws InterruptedException {
    await(() -> marks >= wanted, limit);
  }

  private synchronized void await(BooleanSupplier done, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (lost.isPresent()) {
        throw new ShellException(
            ShellException.UNREACHABLE,
            "the connection to the ring is lost: " + lost.get().getMessage(),
            lost.get());
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new ShellException(
            ShellException.UNREACHABLE,
            "the ring did not answer within " + limit.toSeconds() + " s");
      }
      wait(left);
    }
  }

  /** No line after this one. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    closed = true;
    try {
      dispatcher.join(2 * SLICE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handle.close();
  }
}
