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
import io.evs.NodeStatus;
import io.evs.console.words.RingWords;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import io.evs.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One handle, whose events a thread of its own shows as lines, and waiting for what verbs have
 * begun.
 */
final class ShellSession implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final EvsMember member;
  private final ShellOutput output;
  private final boolean interactive;
  private final RingWords words = new RingWords();
  private final Evs handle;
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(DaemonThreads.named("evs-shell-events"));
  private Optional<ShellScreen> screen = Optional.empty();
  private boolean over;
  private volatile Runnable onEvent = () -> {};

  /** Everything that is dispatched comes through here, on the dispatcher's thread. */
  private final class Ear implements EvsListener {
    @Override
    public void onMessage(Delivery delivery) {
      output.message(delivery);
      onEvent.run();
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      output.configuration(change, words);
      onEvent.run();
    }

    @Override
    public void onGroup(GroupChange change) {
      if (!ControlGroups.isHidden(change.group())) {
        output.group(change);
        onEvent.run();
      }
    }

    @Override
    public void onDisconnected(EvsException reason) {
      output.lost(reason);
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
    words.begin(member.status());
    this.handle = member.open(new Ear(), events);
  }

  /** Runs that after each event that was shown, on the dispatcher's thread. */
  void onEvent(Runnable callback) {
    onEvent = callback;
  }

  /** It is at this terminal. */
  void screen(ShellScreen at) {
    screen = Optional.of(at);
  }

  /**
   * The terminal that it is at.
   *
   * @throws ShellException if it reads a script
   */
  ShellScreen screen() {
    return screen.orElseThrow(
        () -> ShellException.usage("a script has no screen and no history; leave this verb out"));
  }

  Evs handle() {
    return handle;
  }

  EvsMember member() {
    return member;
  }

  NodeStatus status() {
    NodeStatus status = member.status();
    words.tell(status);
    return status;
  }

  /** What rings are called. */
  RingWords words() {
    return words;
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

  /** Waits until everything that was asked for, and ordered before, has been shown. */
  void settle() throws InterruptedException {
    result(handle.flush(), ANSWER_TIMEOUT);
  }

  /** Waits for what the ring answers. */
  <T> T result(CompletableFuture<T> answer) throws InterruptedException {
    return result(answer, ANSWER_TIMEOUT);
  }

  /** As above, for so long at most. */
  <T> T result(CompletableFuture<T> answer, Duration limit) throws InterruptedException {
    try {
      return answer.get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new ShellException(
          ShellException.UNREACHABLE,
          "the connection to the ring is lost: " + Causes.of(failed),
          failed.getCause());
    } catch (TimeoutException late) {
      throw new ShellException(
          ShellException.UNREACHABLE, "the ring did not answer within " + limit.toSeconds() + " s");
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
    handle.close();
    events.shutdown();
  }
}
