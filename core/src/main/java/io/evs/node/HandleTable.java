package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.group.MessageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The open handles as the loop sees them: which groups each has joined at this point of the order,
 * and so which events it gets. Loop thread only.
 */
final class HandleTable {
  /** A handle and the groups it is in, by the ordered stream. */
  private static final class Entry {
    final long processId;
    final HandleQueue queue;
    final OpenHandle handle;
    final Map<Group, byte[]> groups = new TreeMap<>();
    byte[][] names = {};

    Entry(OpenHandle handle) {
      this.processId = handle.self().processId();
      this.queue = handle.queue();
      this.handle = handle;
    }

    boolean wants(MessageView message) {
      for (byte[] name : names) {
        if (message.isFor(name)) {
          return true;
        }
      }
      return false;
    }

    void refreshNames() {
      names = groups.values().toArray(new byte[0][]);
    }
  }

  private final NodeId self;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> ended = new ArrayList<>();
  private GroupMember lastSender;
  private Optional<ConfigurationChange> lastRegular = Optional.empty();
  private Optional<EvsException> endReason = Optional.empty();

  HandleTable(NodeId self) {
    this.self = self;
    this.lastSender = new GroupMember(self, 0);
  }

  /** A handle was opened: its stream begins with the configuration that is installed. */
  void open(OpenHandle handle) {
    Entry entry = new Entry(handle);
    if (endReason.isPresent()) {
      end(entry, endReason.get());
      return;
    }
    entries.add(entry);
    lastRegular.ifPresent(change -> give(entry, new HandleEvent.Configured(change)));
  }

  /** A handle was closed by the application. */
  void remove(long processId) {
    entries.removeIf(each -> each.processId == processId);
  }

  boolean isOpen(long processId) {
    for (Entry each : entries) {
      if (each.processId == processId) {
        return true;
      }
    }
    return false;
  }

  void configuration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      lastRegular = Optional.of(change);
    }
    giveAll(entry -> true, new HandleEvent.Configured(change));
  }

  void group(GroupChange change) {
    for (GroupChange.Change each : change.joined()) {
      setMember(each.member(), change.group(), true);
    }
    // Whoever leaves still sees that it left.
    giveAll(entry -> entry.groups.containsKey(change.group()), new HandleEvent.Grouped(change));
    for (GroupChange.Change each : change.left()) {
      setMember(each.member(), change.group(), false);
    }
  }

  private void setMember(GroupMember member, Group group, boolean in) {
    if (!member.node().equals(self)) {
      return;
    }
    for (Entry entry : entries) {
      if (entry.processId == member.processId()) {
        if (in) {
          entry.groups.put(group, group.bytes());
        } else {
          entry.groups.remove(group);
        }
        entry.refreshNames();
      }
    }
  }

  void message(MessageView message) {
    List<Group> groups = null;
    HandleEvent.Message shared = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (!entry.wants(message)) {
        continue;
      }
      if (groups == null) {
        groups = List.copyOf(message.groups());
      }
      boolean shares = entry.handle.sharesPayloads();
      HandleEvent.Message event = shares && shared != null ? shared : event(message, groups);
      if (shares) {
        shared = event;
      }
      if (!give(entry, event)) {
        i--;
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

  private interface Wants {
    boolean test(Entry entry);
  }

  private void giveAll(Wants wants, HandleEvent event) {
    for (int i = 0; i < entries.size(); i++) {
      if (wants.test(entries.get(i)) && !give(entries.get(i), event)) {
        i--;
      }
    }
  }

  /** Queues an event; a handle whose queue is full ends here, after all it was given before. */
  private boolean give(Entry entry, HandleEvent event) {
    if (entry.queue.add(event)) {
      return true;
    }
    EvsException reason =
        new EvsException(
            EvsException.Code.NO_RESOURCES,
            "dispatched too slowly: "
                + entry.queue.bytes()
                + " bytes of events were waiting; dispatch in a thread of its own or raise the"
                + " receive queue");
    end(entry, reason);
    entries.remove(entry);
    ended.add(entry.processId);
    return false;
  }

  private static void end(Entry entry, EvsException reason) {
    entry.queue.addLast(new HandleEvent.Lost(reason));
    entry.handle.lost(reason);
    entry.queue.handOver();
  }

  /** Processes whose handle ended since the last call; the member must be told. */
  List<Long> takeEnded() {
    if (ended.isEmpty()) {
      return List.of();
    }
    List<Long> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** Whether events of this turn wait for {@link #handOver}. */
  boolean hasEvents() {
    for (Entry entry : entries) {
      if (entry.queue.hasTurn()) {
        return true;
      }
    }
    return false;
  }

  /** Gives this turn's events to the dispatching threads. */
  void handOver() {
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).queue.handOver();
    }
  }

  /** The member is gone: every handle ends with this reason. */
  void endAll(EvsException reason) {
    endReason = Optional.of(reason);
    for (Entry entry : entries) {
      end(entry, reason);
    }
    entries.clear();
  }

  /** How full the fullest queue is, 0 to 100. */
  int percent() {
    int most = 0;
    for (Entry entry : entries) {
      most = Math.max(most, entry.queue.percent());
    }
    return most;
  }

  long bytes() {
    return entries.stream().mapToLong(each -> each.queue.bytes()).sum();
  }

  int size() {
    return entries.size();
  }
}
