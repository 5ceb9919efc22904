package io.evs.console;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.node.ControlGroups;
import io.evs.node.DaemonThreads;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A live ring, seen by one handle and the status of the node behind it. A thread of its own asks,
 * so that a node that does not answer does not stop the console.
 */
public final class LiveSource implements RingSource {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final long POLL_NANOS = 200_000_000L;
  private static final long STALE_NANOS = 3_000_000_000L;
  private static final int EVENTS_WAITING_MAX = 10_000;

  /** Notes a handle's events; made before the handle that it listens to. */
  public static final class Events implements EvsListener {
    private final ConcurrentLinkedQueue<RingEvent> waiting = new ConcurrentLinkedQueue<>();
    private final Clock clock;

    /** Events with times of that clock. */
    public Events(Clock clock) {
      this.clock = clock;
    }

    void add(RingEvent.Kind kind, String text) {
      waiting.add(new RingEvent(TIME.format(LocalTime.now(clock)), kind, text));
      // Nobody looks while the process is stopped.
      if (waiting.size() > EVENTS_WAITING_MAX) {
        waiting.poll();
      }
    }

    /** Notes something about the console itself. */
    public void note(String text) {
      add(RingEvent.Kind.NOTE, text);
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      boolean regular = change.kind() == ConfigurationChange.Kind.REGULAR;
      add(regular ? RingEvent.Kind.RING : RingEvent.Kind.CHANGE, EventWords.configuration(change));
    }

    @Override
    public void onMessage(Delivery delivery) {
      add(RingEvent.Kind.MESSAGE, EventWords.message(delivery));
    }

    @Override
    public void onDisconnected(EvsException reason) {
      add(RingEvent.Kind.FAULT, "connection lost: " + reason.getMessage());
    }
  }

  /** What the thread has found out last. */
  private record Found(
      long nanos,
      NodeStatus status,
      Map<NodeId, NodeStatus> others,
      Map<Group, List<GroupMember>> groups) {}

  private final Evs handle;
  private final Events events;
  private final Supplier<NodeStatus> status;
  private final Supplier<Map<NodeId, NodeStatus>> others;
  private final Thread poller;
  private final LiveFigures figures = new LiveFigures();
  private final GroupWatch groupWatch;
  private volatile Optional<Found> found = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean closed;

  /**
   * Starts to look.
   *
   * @param handle the handle that {@code events} listens to; its owner closes it
   * @param events what listens to it
   * @param status asks the node behind it; may block
   * @param others what other members have told of themselves, by node id; must not block
   */
  public LiveSource(
      Evs handle,
      Events events,
      Supplier<NodeStatus> status,
      Supplier<Map<NodeId, NodeStatus>> others) {
    this.handle = handle;
    this.events = events;
    this.status = status;
    this.others = others;
    this.groupWatch = new GroupWatch(text -> events.add(RingEvent.Kind.GROUP, text));
    this.poller = DaemonThreads.of("evs-console-source", this::poll);
    poller.start();
  }

  private void poll() {
    while (!closed) {
      try {
        handle.dispatch(Evs.Dispatch.ALL);
        Map<Group, List<GroupMember>> groups = shown(handle.groups());
        NodeStatus now = status.get();
        groupWatch.see(groups);
        figures.see(System.nanoTime(), now);
        found = Optional.of(new Found(System.nanoTime(), now, others.get(), groups));
        trouble = Optional.empty();
      } catch (EvsException e) {
        trouble = Optional.of(e.getMessage());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static Map<Group, List<GroupMember>> shown(Map<Group, List<GroupMember>> all) {
    Map<Group, List<GroupMember>> shown = new TreeMap<>(all);
    shown.keySet().removeIf(ControlGroups::isHidden);
    return shown;
  }

  @Override
  public RingSnapshot snapshot() {
    if (found.isEmpty()) {
      return RingSnapshot.empty("");
    }
    Found last = found.get();
    long age = System.nanoTime() - last.nanos();
    Optional<String> notice = trouble;
    if (notice.isEmpty() && age > STALE_NANOS) {
      notice = Optional.of("the node has not answered for " + age / 1_000_000_000L + " s");
    }
    String time = TIME.format(LocalTime.now(events.clock));
    return figures.snapshot(
        last.nanos(), time, last.status(), last.others(), last.groups(), notice);
  }

  @Override
  public List<RingEvent> takeEvents() {
    List<RingEvent> taken = new ArrayList<>();
    for (RingEvent next = events.waiting.poll(); next != null; next = events.waiting.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(poller);
    try {
      poller.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
