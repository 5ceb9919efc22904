package io.evs.cli.bench.run;

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
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.cli.bench.result.SendTimes;
import io.evs.cli.bench.result.Timeline;
import io.evs.node.process.DaemonThreads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One member's part in a bench: counts, checks, answers, and sends when a START asks every member
 * to. It dispatches in a thread of its own, not on an executor: what the bench measures is the way
 * of a program that dispatches, and the CPU time of that thread.
 */
public final class BenchMember implements EvsListener, AutoCloseable {
  public static final Group DATA = new Group("evs-bench-data");
  static final Group CONTROL = new Group("evs-bench");

  private final EvsMember member;
  private final SendTimes.Registry times;
  private final Meter meter;
  private final Evs handle;
  private final Thread dispatcher;
  private volatile Consumer<Event> observer = event -> {};
  private volatile Tally tally;
  private final ExecutorService sending;
  private volatile Thread sender;
  private volatile boolean closing;
  private volatile int stoppedRun;
  private volatile Sender.Sent sent = new Sender.Sent(0, 0, 0);
  private MemberFigures atStart = MemberFigures.NONE;

  /** What a coordinator wants to know of, in the order of the ring. */
  public sealed interface Event {}

  /** Who is in the bench's group now. */
  public record Members(List<GroupMember> members, List<GroupMember> left) implements Event {}

  /** A run began. */
  public record Started(GroupMember by, Control.Start start) implements Event {}

  /** A member has everything. */
  record Answered(GroupMember member, Control.Done done) implements Event {}

  /** The ring re-formed. */
  record Reformed(int members) implements Event {}

  /** This member is no longer connected. */
  public record Lost(RuntimeException reason) implements Event {}

  /**
   * Joins the bench's groups.
   *
   * @param member the member behind it
   * @param times send times of this process
   * @param processCpu CPU time to report instead of that of this member's threads, or null
   */
  public BenchMember(EvsMember member, SendTimes.Registry times, LongSupplier processCpu) {
    this.member = member;
    this.times = times;
    this.handle = member.open(this);
    this.dispatcher = DaemonThreads.of("bench-dispatch-" + member.id(), this::dispatch);
    this.meter = new Meter(member, () -> dispatcher, () -> sender, processCpu);
    this.sending = Executors.newSingleThreadExecutor(this::senderThread);
    // Made now, so that its CPU time is known at the start of every run.
    sending.submit(() -> {});
  }

  private Thread senderThread(Runnable task) {
    sender = DaemonThreads.of("bench-send-" + member.id(), task);
    return sender;
  }

  /** Starts dispatching; the observer is called in that thread and must not block. */
  public void start(Consumer<Event> events) {
    observer = events;
    dispatcher.start();
    handle.join(List.of(CONTROL, DATA));
  }

  private void dispatch() {
    try {
      handle.dispatch(Evs.Dispatch.BLOCKING);
    } catch (RuntimeException e) {
      if (!closing) {
        observer.accept(new Lost(e));
      }
    }
  }

  GroupMember self() {
    return handle.self();
  }

  /** Messages delivered of the current run so far. */
  long progress() {
    Tally current = tally;
    return current == null ? 0 : current.progress();
  }

  /** Messages delivered of that run so far. */
  long progress(int run) {
    Tally current = tally;
    return current == null || current.start().run() != run ? 0 : current.progress();
  }

  @Override
  public void onMessage(Delivery delivery) {
    if (delivery.groups().get(0).equals(DATA)) {
      Tally current = tally;
      if (current != null) {
        current.message(delivery);
      }
      return;
    }
    try {
      control(delivery.sender(), Control.decode(delivery.payload()));
    } catch (IllegalArgumentException e) {
      fault("someone else sends to group " + CONTROL);
    }
  }

  private void control(GroupMember from, Control message) {
    if (message instanceof Control.Start start) {
      observer.accept(new Started(from, start));
      begin(from, start);
    } else if (message instanceof Control.Done done) {
      observer.accept(new Answered(from, done));
    } else if (message instanceof Control.End end && isCurrent(end)) {
      if (tally.end(from, end.writes())) {
        answer();
      }
    } else if (message instanceof Control.Stop stop) {
      stoppedRun = stop.run();
    }
  }

  private boolean isCurrent(Control.End end) {
    return tally != null && tally.start().run() == end.run();
  }

  private void begin(GroupMember from, Control.Start start) {
    atStart = meter.read();
    sent = new Sender.Sent(0, 0, 0);
    if (start.allSend() || from.equals(self())) {
      times.register(self());
    }
    tally = new Tally(start, self(), times);
    if (start.allSend() && !from.equals(self())) {
      sending.submit(() -> send(start));
    }
  }

  /** Sends START, and this member's messages and END; the future says when the first write was. */
  Future<Long> coordinate(Control.Start start) {
    return sending.submit(
        () -> {
          times.begin();
          multicast(start);
          awaitStarted(start);
          long began = System.nanoTime();
          send(start);
          return began;
        });
  }

  /** The tally must exist before the sender asks it how far it is. */
  private void awaitStarted(Control.Start start) {
    while (tally == null || tally.start().run() != start.run()) {
      if (closing || !dispatcher.isAlive() || Thread.currentThread().isInterrupted()) {
        throw new EvsException(EvsException.Code.LIBRARY, "the member lost its ring");
      }
      LockSupport.parkNanos(20_000);
    }
  }

  private void send(Control.Start start) {
    try {
      Tally mine = tally;
      SendTimes due = times.register(self());
      sent =
          new Sender(handle, DATA, start, due, mine::ownProgress, () -> stoppedRun == start.run())
              .run();
      multicast(new Control.End(start.run(), sent.writes()));
    } catch (EvsException e) {
      observer.accept(new Lost(e));
    }
  }

  private void multicast(Control message) {
    handle.multicast(Guarantee.AGREED, List.of(CONTROL), Control.encode(message));
  }

  /** Answering may wait for room in the queue, which needs this thread to go on dispatching. */
  private void answer() {
    MemberFigures used =
        meter
            .since(atStart)
            .with(MemberFigure.SENT, sent.writes())
            .with(MemberFigure.SENDING_NANOS, sent.nanos())
            .with(MemberFigure.IN_FLIGHT_WAIT_NANOS, sent.inFlightWaitNanos());
    Control.Done done = tally.done(used);
    byte[] payload = Control.encode(done);
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(CONTROL), payload);
    } catch (EvsException full) {
      DaemonThreads.of("bench-answer-" + member.id(), () -> answerWithRoom(done)).start();
    }
  }

  private void answerWithRoom(Control.Done done) {
    try {
      multicast(done);
    } catch (EvsException e) {
      observer.accept(new Lost(e));
    }
  }

  @Override
  public void onGroup(GroupChange change) {
    if (!change.group().equals(CONTROL)) {
      return;
    }
    List<GroupMember> left = change.left().stream().map(GroupChange.Change::member).toList();
    if (!left.isEmpty()) {
      fault("member " + left.get(0) + " left during the run");
    }
    observer.accept(new Members(change.members(), left));
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      observer.accept(new Reformed(change.members().size()));
    }
  }

  @Override
  public void onDisconnected(EvsException reason) {
    if (!closing) {
      observer.accept(new Lost(reason));
    }
  }

  private void fault(String what) {
    Tally current = tally;
    if (current != null) {
      current.fault(what);
    }
  }

  /** Message packets this member has sent again since it started; waits for its loop. */
  long retransmits() {
    return meter.retransmits();
  }

  /** The current run in slices, if they were asked for. */
  List<Timeline.Slice> slices() {
    Tally current = tally;
    return current == null ? List.of() : current.slices();
  }

  /** Makes this member's sender stop, and the others' if they send. */
  void stop(Control.Start start) {
    stoppedRun = start.run();
    if (start.allSend()) {
      multicast(new Control.Stop(start.run()));
    }
  }

  @Override
  public void close() {
    closing = true;
    sending.shutdownNow();
    handle.close();
  }
}
