package io.evs.node.handle;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.group.MessageView;
import io.evs.node.flow.QueueBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The open handles as the loop sees them: which groups each has joined at this point of the order,
 * and so which events it gets. Loop thread only.
 */
public final class LocalHandles {
  /** A handle and the groups it is in, by the ordered stream. */
  private static final class Entry {
    final long processId;
    final HandleQueue queue;
    final HandleEnd handle;
    final Set<Group> groups = new TreeSet<>();

    /** It is in the row of those that the message at hand is for. */
    boolean wants;

    /** It is in the row of those that were given something in this turn. */
    boolean hasTurn;

    /** It is in the row of those for which something waits. */
    boolean hasBacklog;

    boolean gone;

    Entry(HandleEnd handle) {
      this.processId = handle.self().processId();
      this.queue = handle.queue();
      this.handle = handle;
    }
  }

  /** From here on senders feel a queue. */
  public static final int CONGESTED_PERCENT = 50;

  private final NodeId self;
  private final QueueBudget budget;
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final GroupIndex<Entry> index = new GroupIndex<>();
  private final MessageView.Names want = this::want;
  // Rows that are kept, so that a handle with nothing to do costs nothing.
  private final List<Entry> wanting = new ArrayList<>();
  private final List<Entry> turn = new ArrayList<>();
  private final List<Entry> backlog = new ArrayList<>();
  private final List<Long> ended = new ArrayList<>();
  private GroupMember lastSender;
  private Optional<ConfigurationChange> lastRegular = Optional.empty();
  private Optional<EvsException> endReason = Optional.empty();

  /**
   * No handles.
   *
   * @param budget what the queues of relay handles share
   */
  public LocalHandles(NodeId self, QueueBudget budget) {
    this.self = self;
    this.budget = budget;
    this.lastSender = new GroupMember(self, 0);
  }

  /** A handle was opened: its stream begins with the configuration that is installed. */
  public void open(HandleEnd handle) {
    Entry entry = new Entry(handle);
    if (endReason.isPresent()) {
      end(entry, endReason.get());
      return;
    }
    entries.put(entry.processId, entry);
    lastRegular.ifPresent(change -> give(entry, new HandleEvent.Configured(change)));
  }

  /** A handle was closed by the application. */
  public void remove(long processId) {
    Entry entry = entries.get(processId);
    if (entry != null) {
      forget(entry);
    }
  }

  private void forget(Entry entry) {
    entries.remove(entry.processId);
    entry.groups.forEach(group -> index.remove(group, entry));
    entry.gone = true;
  }

  public boolean isOpen(long processId) {
    return entries.containsKey(processId);
  }

  public void configuration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      lastRegular = Optional.of(change);
    }
    giveAll(entries.values(), new HandleEvent.Configured(change));
  }

  public void group(GroupChange change) {
    for (GroupChange.Change each : change.joined()) {
      setMember(each.member(), change.group(), true);
    }
    // Whoever leaves still sees that it left.
    giveAll(index.find(change.group()), new HandleEvent.Grouped(change));
    for (GroupChange.Change each : change.left()) {
      setMember(each.member(), change.group(), false);
    }
  }

  private void setMember(GroupMember member, Group group, boolean in) {
    Entry entry = member.node().equals(self) ? entries.get(member.processId()) : null;
    if (entry == null) {
      return;
    }
    if (!in) {
      entry.groups.remove(group);
      index.remove(group, entry);
    } else if (entry.groups.add(group)) {
      index.add(group, entry);
    }
  }

  public void message(MessageView message) {
    message.names(want);
    if (wanting.isEmpty()) {
      return;
    }
    List<Group> groups = List.copyOf(message.groups());
    HandleEvent.Message shared = null;
    for (int i = 0; i < wanting.size(); i++) {
      Entry entry = wanting.get(i);
      entry.wants = false;
      boolean shares = entry.handle.sharesPayloads();
      HandleEvent.Message event = shares && shared != null ? shared : event(message, groups);
      if (shares) {
        shared = event;
      }
      give(entry, event);
    }
    wanting.clear();
  }

  /** Those in a group of the message at hand want it, once each. */
  private void want(byte[] data, int offset, int length) {
    List<Entry> members = index.find(data, offset, length);
    for (int i = 0; i < members.size(); i++) {
      Entry entry = members.get(i);
      if (!entry.wants) {
        entry.wants = true;
        wanting.add(entry);
      }
    }
  }

  private HandleEvent.Message event(MessageView message, List<Group> groups) {
    return new HandleEvent.Message(
        new Delivery(
            groups,
            sender(message),
            message.safe() ? Guarantee.SAFE : Guarantee.AGREED,
            message.ring(),
            message.sequence(),
            message.payload()));
  }

  private GroupMember sender(MessageView message) {
    if (lastSender.processId() != message.senderProcess()
        || lastSender.node().value() != message.senderNode()) {
      lastSender = new GroupMember(new NodeId(message.senderNode()), message.senderProcess());
    }
    return lastSender;
  }

  private void giveAll(Collection<Entry> to, HandleEvent event) {
    // A copy: a handle whose queue is full leaves the table.
    for (Entry entry : List.copyOf(to)) {
      give(entry, event);
    }
  }

  /** Queues an event; a handle whose queue is full ends here, after all it was given before. */
  private void give(Entry entry, HandleEvent event) {
    if (!entry.queue.add(event)) {
      disconnect(
          entry,
          "dispatched too slowly: "
              + entry.queue.bytes()
              + " bytes of events were waiting; dispatch in a thread of its own or raise the"
              + " receive queue");
      return;
    }
    if (!entry.hasTurn) {
      entry.hasTurn = true;
      turn.add(entry);
    }
    if (!entry.hasBacklog) {
      entry.hasBacklog = true;
      backlog.add(entry);
    }
  }

  private void disconnect(Entry entry, String sentence) {
    forget(entry);
    end(entry, new EvsException(EvsException.Code.NO_RESOURCES, sentence));
    ended.add(entry.processId);
  }

  private static void end(Entry entry, EvsException reason) {
    entry.queue.addFree(new HandleEvent.Lost(reason));
    entry.handle.lost(reason);
    entry.queue.handOver();
  }

  /** Processes whose handle ended since the last call; the member must be told. */
  public List<Long> takeEnded() {
    if (ended.isEmpty()) {
      return List.of();
    }
    List<Long> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** Whether events of this turn wait for {@link #handOver}. */
  public boolean hasEvents() {
    return !turn.isEmpty();
  }

  /** Gives this turn's events to the dispatching threads. */
  public void handOver() {
    for (int i = 0; i < turn.size(); i++) {
      Entry entry = turn.get(i);
      entry.hasTurn = false;
      if (!entry.gone) {
        entry.queue.handOver();
      }
    }
    turn.clear();
  }

  /** The member is gone: every handle ends with this reason. */
  public void endAll(EvsException reason) {
    endReason = Optional.of(reason);
    for (Entry entry : List.copyOf(entries.values())) {
      forget(entry);
      end(entry, reason);
    }
  }

  /**
   * How full the fullest queue is of those that the ring is slowed down for, 0 to 100. Handles that
   * have stopped for long, and hold what others may need, end here.
   */
  public int percent(long now) {
    int most = 0;
    long notWaitedFor = 0;
    for (int i = backlog.size() - 1; i >= 0; i--) {
      Entry entry = backlog.get(i);
      HandleQueue queue = entry.queue;
      if (entry.gone || queue.isEmpty()) {
        entry.hasBacklog = false;
        backlog.set(i, backlog.get(backlog.size() - 1));
        backlog.remove(backlog.size() - 1);
      } else if (queue.isGivenUp()) {
        disconnect(
            entry,
            "dispatched too slowly: nothing of "
                + queue.bytes()
                + " bytes of events was taken for 10 s; dispatch in a thread of its own");
      } else if (queue.isNotWaitedFor(now)) {
        notWaitedFor += queue.bytes();
      } else {
        int percent = queue.fullness();
        if (percent > CONGESTED_PERCENT) {
          queue.slows(now);
        }
        most = Math.max(most, percent);
      }
    }
    budget.notWaitedFor(notWaitedFor);
    return most;
  }

  public long bytes() {
    return entries.values().stream().mapToLong(each -> each.queue.bytes()).sum();
  }

  public int size() {
    return entries.size();
  }
}
