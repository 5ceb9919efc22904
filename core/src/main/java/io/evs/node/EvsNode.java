package io.evs.node;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.flow.RelayOwner;
import io.evs.security.Envelope;
import io.evs.text.Causes;
import io.evs.totem.RingPolicy;
import io.evs.totem.wire.PacketPool;
import io.evs.transport.SecureTransport;
import io.evs.transport.Transport;
import io.evs.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.slf4j.LoggerFactory;

/** A member of a ring that runs in this process. */
@NullMarked
public final class EvsNode implements EvsMember {
  /** For challenges that nobody can guess, and for what only has to differ. */
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int INITIAL_SEQUENCE = 0;
  private static final int PACKETS_KEPT = 8192;
  private static final int PACKET_CAPACITY_MIN = 2048;

  /** What the receive queues of all {@link #openRelay} handles hold together: fits the heap. */
  public static final long RELAY_BUDGET_BYTES =
      RelayQueues.budgetBytes(Runtime.getRuntime().maxMemory());

  private static final long LOOP_WAIT_SECONDS = 10;

  private final EvsConfig config;
  private final NodeId id;
  private final String name;
  private final Transport transport;
  private final Security security;
  private final String transportName;
  private final RingStore store;
  private final SubmissionQueue submissions;
  private final HandleTable handles;
  private final MembershipLimit memberships = new MembershipLimit(Member.MEMBERSHIPS_MAX);
  private final PauseDetector pauses;
  private final AddressBook book;
  private final NodeLoop loop;
  private final NodePeers peers;
  private final PacketSize packets;
  private final Object change = new Object();
  private final List<NodeAgent> agents = new CopyOnWriteArrayList<>();
  private final ProcessIds processIds = new ProcessIds();
  private final RelayQueues relayQueues = new RelayQueues(RELAY_BUDGET_BYTES);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread hook = new Thread(this::close, "evs-shutdown");
  private final Moment startedAt = Moment.now();
  private volatile Optional<Installed> installed = Optional.empty();
  private volatile boolean ended;

  /** The configuration in force, and since when. */
  private record Installed(Configuration configuration, Moment at) {}

  private EvsNode(
      EvsConfig config,
      NodeSetup setup,
      Security security,
      Transport bound,
      RingStore store,
      NodeId id,
      Optional<NodeTrace> trace) {
    this.config = config;
    this.id = id;
    this.name = config.nodeName().orElseGet(NodeSetup::hostName);
    this.security = security;
    Optional<Envelope> envelope = security.envelope(id, bound.localAddress());
    this.packets = setup.packetSize(bound.mtu(), envelope.map(Envelope::overheadBytes).orElse(0));
    int packetBytes = packets.bytes();
    this.transport =
        envelope
            .<Transport>map(each -> new SecureTransport(bound, each, packetBytes))
            .orElse(bound);
    this.transportName =
        Transports.describe(transport) + (setup.isMulticast() ? " multicast" : " unicast");
    this.store = store;
    this.submissions = new SubmissionQueue(config.sendQueueBytes(), transport::wakeup);
    this.handles = new HandleTable(id, relayQueues.budget());
    this.book =
        new AddressBook(
            id.value(),
            NodeSetup.addresses(transport.localAddress(), setup.found()),
            config.blockUnlisted());
    RingPolicy policy = Policies.derive(config, transport.receiveBufferBytes(), packetBytes);
    this.pauses = new PauseDetector(policy.tokenNanos());
    this.loop =
        new NodeLoop(
            new NodeLoop.Parts(
                transport,
                memberConfig(packetBytes, policy),
                new PacketPool(Math.max(PACKET_CAPACITY_MIN, packetBytes), PACKETS_KEPT),
                book,
                submissions,
                handles,
                new LoopThrottle(relayQueues.budget(), policy.tokenNanos()),
                memberships,
                store,
                pauses,
                trace,
                this::installed,
                this::ended));
    this.peers = new NodePeers(this, loop, book, setup, transport.localAddress());
  }

  private MemberConfig memberConfig(int packetBytes, RingPolicy policy) {
    return new MemberConfig(
        id.value(),
        store.incarnation(),
        config.ringName(),
        store.firstSequence(),
        store.persistedUpTo(),
        packetBytes,
        INITIAL_SEQUENCE,
        INITIAL_SEQUENCE,
        config.sendQueueBytes(),
        RANDOM.nextLong(),
        policy);
  }

  /**
   * Starts a member. Waits for DNS and the disk, not for a ring.
   *
   * @throws EvsException with one sentence: INVALID_PARAM (configuration), SECURITY (no key off
   *     loopback, a key that cannot be used), ACCESS (state folder), NO_RESOURCES (port in use,
   *     multicast not possible)
   */
  public static EvsNode start(EvsConfig config) {
    return start(config, UnaryOperator.identity());
  }

  /** As {@link #start(EvsConfig)}, with something between the member and the network. */
  static EvsNode start(EvsConfig config, UnaryOperator<Transport> behind) {
    NodeSetup setup = NodeSetup.of(config);
    Security security = new Security(config);
    ClassWarmUp.once();
    Transport transport;
    try {
      transport = behind.apply(Transports.bind(setup.udp()));
    } catch (IOException error) {
      throw new EvsException(EvsException.Code.NO_RESOURCES, Causes.of(error), error);
    }
    Optional<RingStore> store = Optional.empty();
    Optional<NodeTrace> trace = Optional.empty();
    try {
      NodeId id = NodeSetup.nodeId(config, NodeSetup.hostName(), transport.localAddress());
      store =
          Optional.of(
              RingStore.open(config.stateDir(), id, System::currentTimeMillis, RANDOM::nextInt));
      if (config.traceDir().isPresent()) {
        trace = Optional.of(trace(config, id));
      }
      EvsNode node = new EvsNode(config, setup, security, transport, store.get(), id, trace);
      node.transport.start(node.loop);
      node.peers.start();
      security.folder().ifPresent(folder -> KeyAgent.start(node, security, folder));
      return node;
    } catch (IOException error) {
      release(transport, store, trace);
      throw new EvsException(
          EvsException.Code.ACCESS, "the trace cannot be written: " + Causes.of(error), error);
    } catch (RuntimeException error) {
      release(transport, store, trace);
      throw error;
    }
  }

  private static NodeTrace trace(EvsConfig config, NodeId id) throws IOException {
    Path folder = config.traceDir().orElseThrow();
    return config.traceMayBeCut() ? CuttableTrace.open(folder, id) : TraceFile.open(folder, id);
  }

  private static void release(
      Transport transport, Optional<RingStore> store, Optional<NodeTrace> trace) {
    transport.close();
    store.ifPresent(RingStore::close);
    trace.ifPresent(NodeTrace::end);
  }

  @Override
  public NodeId id() {
    return id;
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return transport.localAddress();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String ringName() {
    return config.ringName();
  }

  @Override
  public Optional<Configuration> configuration() {
    return installed.map(Installed::configuration);
  }

  @Override
  public Evs open(EvsListener listener) {
    return open(listener, Optional.empty(), processIds.take(ProcessHandle.current().pid()));
  }

  @Override
  public Evs open(EvsListener listener, Executor executor) {
    return open(listener, Optional.of(executor), processIds.take(ProcessHandle.current().pid()));
  }

  @Override
  public Evs openOperator(EvsListener listener) {
    return open(
        listener, Optional.empty(), processIds.takeForOperator(ProcessHandle.current().pid()));
  }

  /** A handle of the node's own agents, which others know by its process id. */
  Evs openAgent(EvsListener listener) {
    return open(listener, Optional.empty(), processIds.takeForAgent(ProcessHandle.current().pid()));
  }

  private Evs open(EvsListener listener, Optional<Executor> executor, long processId) {
    GroupMember self = new GroupMember(id, processId);
    HandleQueue queue =
        new HandleQueue(config.receiveQueueBytes(), transport::wakeup, loop.times().delivery());
    EmbeddedHandle handle =
        new EmbeddedHandle(this, submissions, memberships, self, listener, executor, queue);
    return opened(handle);
  }

  /**
   * Opens a handle for another process, which a server speaks for.
   *
   * @param pid the operating system's id of that process
   * @param queueBytes bound of its receive queue; all of them together hold no more than {@link
   *     #RELAY_BUDGET_BYTES}, but for those that hold less than an equal share of it
   * @param owner whose process it is: users share the budget
   * @param onLost runs on the loop thread when its stream ends
   * @throws EvsException as {@link #open}
   * @hidden
   */
  public RelayHandle openRelay(
      long pid, long queueBytes, RelayOwner owner, Consumer<EvsException> onLost) {
    return relay(processIds.take(pid), queueBytes, owner, onLost);
  }

  /**
   * As {@link #openRelay}, for a process that administers this node ({@link #openOperator}).
   *
   * @hidden
   */
  public RelayHandle openOperatorRelay(
      long pid, long queueBytes, RelayOwner owner, Consumer<EvsException> onLost) {
    return relay(processIds.takeForOperator(pid), queueBytes, owner, onLost);
  }

  private RelayHandle relay(
      long processId, long queueBytes, RelayOwner owner, Consumer<EvsException> onLost) {
    GroupMember self = new GroupMember(id, processId);
    HandleQueue queue =
        relayQueues.open(queueBytes, owner, transport::wakeup, loop.times().delivery());
    try {
      return opened(new RelayHandle(this, submissions, memberships, self, queue, onLost));
    } catch (EvsException failed) {
      queue.discard();
      throw failed;
    }
  }

  private <T extends OpenHandle> T opened(T handle) {
    try {
      return call(
          () -> {
            handles.open(handle);
            return handle;
          });
    } catch (EvsException failed) {
      processIds.release(handle.self().processId());
      throw failed;
    }
  }

  /**
   * Runs, on the loop thread, when the send queue has room again after an offer of a {@link
   * RelayHandle} was refused. It must not block. One callback per node.
   */
  public void onSendRoom(Runnable callback) {
    submissions.onRoom(callback);
  }

  /** A handle was closed: its groups are left behind what it sent. */
  void handleClosed(Submission ending, Runnable afterRemoval) {
    long processId = ending.processId();
    processIds.release(processId);
    loop.execute(
        () -> {
          handles.remove(processId);
          afterRemoval.run();
        });
    try {
      submissions.offer(ending);
    } catch (EvsException leavingAnyway) {
      // The whole node leaves the ring, and its processes with it.
      return;
    }
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    return call(() -> Collections.unmodifiableMap(new TreeMap<>(loop.member().groups())));
  }

  @Override
  public Configuration awaitMembers(int members, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (change) {
      while (installedMembers() < members) {
        long left = deadline - System.nanoTime();
        if (ended) {
          throw new EvsException(EvsException.Code.LIBRARY, "the member was closed");
        }
        if (left <= 0) {
          throw new EvsException(
              EvsException.Code.TIMEOUT,
              "no ring of "
                  + members
                  + " members after "
                  + timeout.toMillis()
                  + " ms; "
                  + installedMembers()
                  + " found: check addresses, firewall and ring name");
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(change, left);
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
          throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
        }
      }
      return installed.orElseThrow().configuration();
    }
  }

  private int installedMembers() {
    return installed.map(each -> each.configuration().members().size()).orElse(0);
  }

  private void installed(ConfigurationChange regular) {
    Configuration configuration = new Configuration(regular.ring(), regular.members(), id);
    synchronized (change) {
      installed = Optional.of(new Installed(configuration, Moment.now()));
      change.notifyAll();
    }
  }

  private void ended(Optional<Throwable> error) {
    synchronized (change) {
      ended = true;
      change.notifyAll();
    }
  }

  /** An agent works for this node, until it ends. */
  void runs(NodeAgent agent) {
    agents.add(agent);
  }

  /** Whether it has left the ring, or is about to. */
  boolean hasEnded() {
    return ended || closing.get();
  }

  /** What the node knows of itself now; state CLOSED after the end, when this does not fail. */
  @Override
  public NodeStatus status() {
    if (!ended) {
      try {
        return call(() -> snapshot(loop.member().state(), loop.counters(), true));
      } catch (EvsException endedMeanwhile) {
        if (endedMeanwhile.code() != EvsException.Code.LIBRARY || !ended) {
          throw endedMeanwhile;
        }
      }
    }
    return snapshot("CLOSED", Map.of(), false);
  }

  private NodeStatus snapshot(String state, Map<String, Long> counters, boolean onLoop) {
    Moment now = Moment.now();
    Optional<Installed> last = installed;
    List<NodeStatus.Peer> members =
        last.map(each -> each.configuration().members()).orElse(List.of()).stream()
            .map(each -> new NodeStatus.Peer(each, addressOf(each, onLoop)))
            .toList();
    return new NodeStatus(
        id,
        name,
        store.incarnation(),
        config.ringName(),
        address(),
        transportName,
        security.status(),
        state,
        last.map(each -> each.configuration().ring()),
        last.map(each -> each.at().asOf(now)),
        members,
        Collections.unmodifiableMap(counters),
        submissions.bytes(),
        handles.bytes(),
        handles.size(),
        new NodeStatus.Pauses(
            pauses.count(), pauses.lastNanos() / 1000, pauses.longestNanos() / 1000),
        startedAt.asOf(now),
        now.wall(),
        loop.token(),
        Collections.unmodifiableMap(loop.times().snapshot()),
        config.sendQueueBytes(),
        config.receiveQueueBytes(),
        Optional.of(new NodeStatus.Packets(packets.bytes(), packets.limit())),
        onLoop ? loop.changingSince().map(at -> at.asOf(now)) : Optional.empty(),
        onLoop ? peers.missing() : List.of());
  }

  /** The address book is the loop's; after its end only the own address is told. */
  private Optional<InetSocketAddress> addressOf(NodeId member, boolean onLoop) {
    if (member.equals(id)) {
      return Optional.of(address());
    }
    return onLoop ? book.find(member.value()) : Optional.empty();
  }

  @Override
  public RingStatus statusOfAll(Duration patience) {
    return StatusQuery.once(this, patience);
  }

  /** Listed peers that are not in the ring, as {@link AbsentPeer} writes them. */
  List<String> missingPeers() {
    return peers.absent();
  }

  /** Leaves the ring; every handle ends with this reason. Does not wait; any thread. */
  public void leaveBecause(EvsException reason) {
    submissions.close();
    loop.execute(() -> loop.leaveBecause(reason));
  }

  /** Runs something on the loop thread and waits for its result. */
  <T> T call(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(task.get());
          } catch (RuntimeException error) {
            result.completeExceptionally(error);
          }
        });
    // Whoever ends the loop runs the tasks that came before; what comes later fails here.
    if (ended) {
      result.completeExceptionally(
          new EvsException(EvsException.Code.LIBRARY, "the member was closed"));
    }
    try {
      return result.get(LOOP_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    } catch (TimeoutException stuck) {
      throw new EvsException(
          EvsException.Code.LIBRARY, "the member did not answer in 10 s; it is overloaded", stuck);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EvsException) {
        throw (EvsException) failed.getCause();
      }
      throw new EvsException(
          EvsException.Code.LIBRARY, "internal fault: " + failed.getCause(), failed.getCause());
    }
  }

  @Override
  public void closeOnShutdown() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      close(CLOSE_LIMIT);
    } catch (EvsException notSent) {
      LoggerFactory.getLogger(EvsNode.class).warn("{}", notSent.getMessage());
    }
  }

  @Override
  public void close(Duration limit) {
    if (closing.compareAndSet(false, true)) {
      Optional<EvsException> notSent = new Farewell(this, loop, submissions).sendRest(limit);
      end(true);
      notSent.ifPresent(
          reason -> {
            throw reason;
          });
    }
  }

  /** Ends without a word to the others, as a crash would. */
  void abort() {
    if (closing.compareAndSet(false, true)) {
      end(false);
    }
  }

  private void end(boolean leave) {
    submissions.close();
    peers.close();
    if (leave && !ended) {
      try {
        call(
            () -> {
              loop.leave();
              return true;
            });
      } catch (EvsException goneOrStuck) {
        // The others will notice by time-out.
        LoggerFactory.getLogger(EvsNode.class)
            .warn("left the ring without notice: {}", goneOrStuck.getMessage());
      }
    }
    transport.close();
    agents.forEach(NodeAgent::awaitEnd);
    store.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
  }
}
