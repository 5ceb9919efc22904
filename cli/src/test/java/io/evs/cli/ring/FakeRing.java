package io.evs.cli.ring;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.RingStatus;
import io.evs.cli.Hostile;
import io.evs.cli.command.RingStarter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A ring without a network: one lock is the order. All members started with one starter are in one
 * ring; tests may tamper with what a node is given.
 */
public final class FakeRing implements RingStarter {
  private final List<Handle> handles = new ArrayList<>();
  private final TreeSet<NodeId> nodes = new TreeSet<>();
  private final Map<Group, TreeSet<GroupMember>> groups = new TreeMap<>();
  private final Map<NodeId, UnaryOperator<Optional<Delivery>>> tampering = new TreeMap<>();
  private volatile NodeStatus status = Hostile.harmless(NodeStatus.class);
  private Consumer<Evs> onOpen = handle -> {};
  private long ringSequence;
  private int sequence;
  private long nextProcess = 100;

  @Override
  public synchronized EvsMember start(EvsConfig config) {
    NodeId id = config.nodeId().orElseGet(() -> NodeId.of(900 + nodes.size()));
    nodes.add(id);
    ringSequence += 4;
    publishConfiguration(List.of(id));
    return new Node(id);
  }

  /** What its members say of themselves. */
  public void status(NodeStatus now) {
    status = now;
  }

  /** Does something with each handle that is opened from now on. */
  public synchronized void onOpen(Consumer<Evs> action) {
    onOpen = action;
  }

  /** Changes or drops what a node is given. */
  public synchronized void tamper(long node, UnaryOperator<Optional<Delivery>> change) {
    tampering.put(NodeId.of(node), change);
  }

  private synchronized Map<Group, List<GroupMember>> known() {
    Map<Group, List<GroupMember>> all = new TreeMap<>();
    groups.forEach((group, members) -> all.put(group, List.copyOf(members)));
    return all;
  }

  private RingId ring() {
    return new RingId(nodes.first().value(), ringSequence);
  }

  private void publishConfiguration(List<NodeId> joined) {
    ConfigurationChange change =
        new ConfigurationChange(
            ConfigurationChange.Kind.REGULAR,
            ring(),
            Optional.empty(),
            List.copyOf(nodes),
            joined,
            List.of());
    handles.forEach(handle -> handle.give(listener -> listener.onConfiguration(change)));
  }

  private void publishGroup(
      Group group, List<GroupChange.Change> joined, List<GroupChange.Change> left, Handle also) {
    GroupChange change = new GroupChange(group, List.copyOf(groups.get(group)), joined, left);
    for (Handle handle : handles) {
      if (handle == also || groups.get(group).contains(handle.self)) {
        handle.give(listener -> listener.onGroup(change));
      }
    }
  }

  private void send(Handle sender, Guarantee guarantee, List<Group> to, byte[] payload) {
    sequence++;
    Delivery delivery =
        new Delivery(to, sender.self, guarantee.effective(), ring(), sequence, payload.clone());
    for (Handle handle : handles) {
      boolean wanted =
          to.stream().anyMatch(g -> groups.getOrDefault(g, new TreeSet<>()).contains(handle.self));
      if (wanted) {
        Optional<Delivery> seen =
            tampering
                .getOrDefault(handle.self.node(), UnaryOperator.identity())
                .apply(Optional.of(delivery));
        seen.ifPresent(given -> handle.give(listener -> listener.onMessage(given)));
      }
    }
  }

  private final class Node implements EvsMember {
    private final NodeId id;

    Node(NodeId id) {
      this.id = id;
    }

    @Override
    public NodeId id() {
      return id;
    }

    @Override
    public Evs open(EvsListener listener) {
      return open(listener, Optional.empty());
    }

    @Override
    public Evs open(EvsListener listener, Executor executor) {
      return open(listener, Optional.of(executor));
    }

    private Evs open(EvsListener listener, Optional<Executor> executor) {
      synchronized (FakeRing.this) {
        Handle handle = new Handle(new GroupMember(id, nextProcess++), listener, executor);
        handles.add(handle);
        onOpen.accept(handle);
        return handle;
      }
    }

    @Override
    public Evs openOperator(EvsListener listener) {
      return open(listener);
    }

    @Override
    public String name() {
      return "n" + id;
    }

    @Override
    public String ringName() {
      return "fake";
    }

    @Override
    public Optional<Configuration> configuration() {
      synchronized (FakeRing.this) {
        return Optional.of(new Configuration(ring(), List.copyOf(nodes), id));
      }
    }

    @Override
    public Configuration awaitMembers(int count, Duration timeout) {
      Configuration now = configuration().orElseThrow();
      if (now.members().size() < count) {
        throw new EvsException(EvsException.Code.TIMEOUT, "no ring of " + count + " members");
      }
      return now;
    }

    @Override
    public Map<Group, List<GroupMember>> groups() {
      return known();
    }

    @Override
    public NodeStatus status() {
      return status;
    }

    @Override
    public RingStatus statusOfAll(Duration patience) {
      return new RingStatus(List.of(status.nodeId()), Map.of(status.nodeId(), status), Set.of());
    }

    @Override
    public void closeOnShutdown() {}

    @Override
    public void close(Duration limit) {
      close();
    }

    @Override
    public void close() {
      synchronized (FakeRing.this) {
        nodes.remove(id);
        if (!nodes.isEmpty()) {
          ringSequence += 4;
          publishConfiguration(List.of());
        }
      }
    }
  }

  private final class Handle implements Evs {
    private final GroupMember self;
    private final EvsListener listener;
    private final BlockingQueue<Consumer<EvsListener>> events = new LinkedBlockingQueue<>();
    private final Optional<Executor> dispatch;
    private volatile boolean closed;

    Handle(GroupMember self, EvsListener listener, Optional<Executor> dispatch) {
      this.self = self;
      this.listener = listener;
      this.dispatch = dispatch;
    }

    private void give(Consumer<EvsListener> event) {
      events.add(event);
      dispatch.ifPresent(each -> each.execute(this::runNext));
    }

    /** Tasks of one handle may run at once; its events do not. */
    private synchronized void runNext() {
      Consumer<EvsListener> event = events.poll();
      if (event != null && !closed) {
        event.accept(listener);
      }
    }

    @Override
    public void join(Collection<Group> names) {
      synchronized (FakeRing.this) {
        for (Group group : names) {
          if (groups.computeIfAbsent(group, name -> new TreeSet<>()).add(self)) {
            publishGroup(group, List.of(change(GroupChange.Reason.JOIN)), List.of(), this);
          }
        }
      }
    }

    private GroupChange.Change change(GroupChange.Reason reason) {
      return new GroupChange.Change(self, reason);
    }

    @Override
    public void leave(Collection<Group> names) {
      synchronized (FakeRing.this) {
        for (Group group : names) {
          groups.get(group).remove(self);
          publishGroup(group, List.of(), List.of(change(GroupChange.Reason.LEAVE)), this);
        }
      }
    }

    @Override
    public void multicastJoined(Guarantee guarantee, byte[] payload) {
      multicast(guarantee, joined(), payload);
    }

    @Override
    public void multicast(Guarantee guarantee, Collection<Group> to, byte[] payload) {
      if (closed) {
        throw new EvsException(EvsException.Code.BAD_HANDLE, "the handle is closed");
      }
      synchronized (FakeRing.this) {
        FakeRing.this.send(this, guarantee, List.copyOf(to), payload);
      }
    }

    @Override
    public CompletableFuture<Delivered> send(
        Guarantee guarantee, Collection<Group> to, byte[] payload) {
      synchronized (FakeRing.this) {
        TreeSet<GroupMember> receivers = new TreeSet<>();
        to.forEach(group -> receivers.addAll(groups.getOrDefault(group, new TreeSet<>())));
        receivers.remove(self);
        multicast(guarantee, to, payload);
        CompletableFuture<Delivered> delivered = new CompletableFuture<>();
        Delivered place = new Delivered(ring(), sequence, receivers.size());
        // With an executor it follows the events before it.
        if (dispatch.isPresent()) {
          give(listener -> delivered.complete(place));
        } else {
          delivered.complete(place);
        }
        return delivered;
      }
    }

    @Override
    public CompletableFuture<Delivered> flush() {
      return send(Guarantee.AGREED, List.of(), new byte[0]);
    }

    @Override
    public void tryMulticast(Guarantee guarantee, Collection<Group> to, byte[] payload) {
      multicast(guarantee, to, payload);
    }

    @Override
    public void dispatch(Dispatch type) {
      while (type == Dispatch.ALL && dispatchOne(Duration.ZERO)) {
        continue;
      }
      while (type == Dispatch.BLOCKING && !closed) {
        dispatchOne(Duration.ofMillis(20));
      }
    }

    @Override
    public boolean dispatchOne(Duration timeout) {
      try {
        Consumer<EvsListener> event = events.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (event != null) {
          event.accept(listener);
        }
        return event != null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void onReadable(Runnable callback) {}

    @Override
    public Optional<Configuration> membership() {
      synchronized (FakeRing.this) {
        return Optional.of(new Configuration(ring(), List.copyOf(nodes), self.node()));
      }
    }

    @Override
    public List<Group> joined() {
      synchronized (FakeRing.this) {
        return groups.entrySet().stream()
            .filter(entry -> entry.getValue().contains(self))
            .map(Map.Entry::getKey)
            .toList();
      }
    }

    @Override
    public Map<Group, List<GroupMember>> groups() {
      return known();
    }

    @Override
    public GroupMember self() {
      return self;
    }

    @Override
    public void close() {
      synchronized (FakeRing.this) {
        if (!closed) {
          closed = true;
          joined().forEach(group -> leave(List.of(group)));
          handles.remove(this);
        }
      }
    }
  }
}
