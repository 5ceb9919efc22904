package io.evs.console.live;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.console.live.detail.Explanations;
import io.evs.console.live.detail.GroupFacts;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.RingSource;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.console.words.EventWords;
import io.evs.console.words.RingWords;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.DaemonThreads;
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
 * so that a node that does not answer does not stop the console. Where the node is lost, the same
 * thread looks for it until it is there again.
 */
public final class LiveSource implements RingSource {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final long POLL_NANOS = 200_000_000L;
  private static final long STALE_NANOS = 2_000_000_000L;

  /** How often a lost node is looked for. */
  private static final long SEARCH_NANOS = 500_000_000L;

  private static final int EVENTS_WAITING_MAX = 10_000;

  /** Longer than a member takes to leave. */
  private static final long CLOSE_MILLIS = 6000;

  /** Notes a handle's events; made before the handle that it listens to. */
  public static final class Events implements EvsListener {
    private final ConcurrentLinkedQueue<RingEvent> waiting = new ConcurrentLinkedQueue<>();
    private final RingWords words = new RingWords();
    private final GroupFacts groups = new GroupFacts();
    private final Clock clock;

    /** Events with times of that clock. */
    public Events(Clock clock) {
      this.clock = clock;
    }

    private String time() {
      return TIME.format(LocalTime.now(clock));
    }

    void add(RingEvent.Kind kind, String text) {
      add(kind, text, Optional.empty());
    }

    private void add(RingEvent.Kind kind, String text, Optional<RingId> ring) {
      waiting.add(new RingEvent(time(), kind, text, ring));
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
      add(
          regular ? RingEvent.Kind.RING : RingEvent.Kind.CHANGE,
          words.change(change),
          regular ? Optional.of(change.ring()) : change.next());
    }

    @Override
    public void onMessage(Delivery delivery) {
      groups.message(System.nanoTime(), delivery);
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

  private final Events events;
  private final List<Group> joined;
  private final Optional<Supplier<Optional<EvsMember>>> search;
  private final Thread poller;
  private final LiveFigures figures;
  private final GroupWatch groupWatch;
  private final Explanations explanations;
  private volatile Optional<Attachment> attached;
  private volatile Optional<Found> found = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean closed;

  /**
   * Starts to look.
   *
   * @param member what is looked at; closed with this source
   * @param joined groups whose messages are shown
   * @param events gets what happens
   * @param search finds a member that was lost, or not yet; may block. Empty if one that is lost
   *     does not come back
   * @throws EvsException if the member lets nobody look; it is closed then
   */
  public LiveSource(
      EvsMember member,
      List<Group> joined,
      Events events,
      Optional<Supplier<Optional<EvsMember>>> search) {
    this.events = events;
    this.joined = List.copyOf(joined);
    this.search = search;
    this.figures = new LiveFigures(events.words);
    this.explanations = new Explanations(events.words);
    this.groupWatch = new GroupWatch(text -> events.add(RingEvent.Kind.GROUP, text));
    this.attached = Optional.of(attachment(member));
    this.poller = DaemonThreads.of("evs-console-source", this::poll);
    poller.start();
  }

  private Attachment attachment(EvsMember member) {
    try {
      events.words.begin(member.status());
    } catch (EvsException lost) {
      member.close();
      throw lost;
    }
    return new Attachment(member, events, joined);
  }

  private void poll() {
    while (!closed) {
      try {
        if (attached.isEmpty()) {
          attach();
        }
        if (attached.isPresent()) {
          look(attached.get());
        }
      } catch (EvsException e) {
        trouble = Optional.of(e.getMessage());
        if (isOver(e)) {
          drop();
        }
      }
      LockSupport.parkNanos(attached.isPresent() ? POLL_NANOS : SEARCH_NANOS);
    }
    attached.ifPresent(Attachment::close);
  }

  private void look(Attachment node) {
    node.dispatch();
    Map<Group, List<GroupMember>> groups = shown(node.groups());
    NodeStatus now = node.status();
    groupWatch.see(groups);
    events.groups.see(events.time(), groups);
    Map<NodeId, NodeStatus> told = node.others();
    figures.see(System.nanoTime(), events.time(), now, told);
    found = Optional.of(new Found(System.nanoTime(), now, told, groups));
    trouble = Optional.empty();
  }

  private static boolean isOver(EvsException e) {
    return e.code() == EvsException.Code.LIBRARY || e.code() == EvsException.Code.IN_SHUTDOWN;
  }

  private void drop() {
    if (search.isPresent() && attached.isPresent()) {
      attached.get().drop();
      attached = Optional.empty();
    }
  }

  private void attach() {
    Optional<EvsMember> again = search.orElseThrow().get();
    if (again.isPresent()) {
      attached = Optional.of(attachment(again.get()));
      events.note("connected to node " + again.get().id() + " again");
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
    return figures.snapshot(
        last.nanos(), events.time(), last.status(), last.others(), last.groups(), outdated(last));
  }

  @Override
  public List<Section> describe(Subject subject) {
    if (found.isEmpty()) {
      return List.of();
    }
    Found last = found.get();
    if (subject instanceof Subject.Member member) {
      return figures.member(member.id(), last.status(), last.others());
    } else if (subject instanceof Subject.OfGroup named) {
      Group group = new Group(named.title());
      List<GroupMember> members = last.groups().getOrDefault(group, List.of());
      return events.groups.sections(group, members, last.status(), events.words, System.nanoTime());
    }
    return event(((Subject.Happened) subject).event());
  }

  private List<Section> event(RingEvent event) {
    List<Section> all = new ArrayList<>(List.of(Section.of(event)));
    if (event.ring().isPresent()) {
      Optional<EvsMember> member =
          outdated(found.get()).isPresent() ? Optional.empty() : attached.map(Attachment::member);
      all.add(Section.of("why", explanations.of(member, event.ring().get(), figures.seen())));
    }
    return all;
  }

  /** Why what was found last is not how it is now. */
  private Optional<String> outdated(Found last) {
    long age = System.nanoTime() - last.nanos();
    Optional<String> why = trouble;
    if (why.isEmpty() && age <= STALE_NANOS) {
      return Optional.empty();
    }
    String seen = "as it was " + age / 1_000_000_000L + " s ago: ";
    return Optional.of(
        seen
            + why.orElse("the node does not answer")
            + (search.isPresent() ? "; shown again as soon as it answers" : ""));
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
      poller.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
