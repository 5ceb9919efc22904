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
import io.evs.flight.FlightLog;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.history.Journal;
import io.evs.node.address.AddressBook;
import io.evs.node.address.NodeSetup;
import io.evs.node.address.PacketSize;
import io.evs.node.address.RingPolicies;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.flow.RelayOwner;
import io.evs.node.handle.HandleEnd;
import io.evs.node.handle.HandleQueue;
import io.evs.node.handle.LocalHandles;
import io.evs.node.handle.MembershipLimit;
import io.evs.node.handle.RelayQueues;
import io.evs.node.handle.Submission;
import io.evs.node.handle.SubmissionQueue;
import io.evs.node.process.ExitHook;
import io.evs.node.process.Interruption;
import io.evs.node.process.Moment;
import io.evs.node.process.ProcessIds;
import io.evs.node.record.NodeFlight;
import io.evs.node.record.NodeRecorder;
import io.evs.node.record.NodeTrace;
import io.evs.node.record.RingStore;
import io.evs.node.status.AbsentPeer;
import io.evs.node.status.Conditions;
import io.evs.node.status.TokenFigures;
import io.evs.security.Envelope;
import io.evs.text.Causes;
import io.evs.text.Spans;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.PacketPool;
import io.evs.transport.Transport;
import io.evs.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
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

  private final EvsConfig config;
  private final NodeId id;
  private final String name;
  private final Transport transport;
  private final Security security;
  private final Probing probing;
  private final String transportName;
  private final RingStore store;
  private final SubmissionQueue submissions;
  private final LocalHandles handles;
  private final MembershipLimit memberships = new MembershipLimit(Member.MEMBERSHIPS_MAX);
  private final PauseDetector pauses;
  private final AddressBook book;
  private final NodeLoop loop;
  private final LoopCalls calls;
  private final NodePeers peers;
  private final Journal journal;
  private final Conditions conditions;
  private final PacketSize packets;
  private final NodeRecorder recorder = new NodeRecorder();
  private final NodeFlight flight;
  private final CurrentConfiguration current = new CurrentConfiguration();
  private final List<NodeAgent> agents = new CopyOnWriteArrayList<>();
  private final ProcessIds processIds = new ProcessIds();
  private final RelayQueues relayQueues = new RelayQueues(RELAY_BUDGET_BYTES);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final ExitHook hook = new ExitHook("evs-shutdown", this::close);
  private final Moment startedAt = Moment.now();

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
    Optional<Envelope> envelope = security.envelope(id, bound.localAddress(), recorder);
    this.packets = setup.packetSize(bound.mtu(), envelope.map(Envelope::overheadBytes).orElse(0));
    int packetBytes = packets.bytes();
    this.probing = Probing.of(config, id, setup, bound, envelope, packetBytes);
    this.transport = probing.transport();
    this.transportName =
        Transports.describe(transport) + (setup.isMulticast() ? " multicast" : " unicast");
    this.store = store;
    this.journal = NodeHistory.open(config, id);
    this.submissions = new SubmissionQueue(config.sendQueueBytes(), transport::wakeup);
    this.handles = new LocalHandles(id, relayQueues.budget());
    this.book =
        new AddressBook(
            id.value(),
            NodeSetup.addresses(transport.localAddress(), setup.found()),
            config.blockUnlisted());
    RingPolicy policy = RingPolicies.derive(config, transport.receiveBufferBytes(), packetBytes);
    this.conditions = new Conditions(config, policy, this::remarks);
    this.pauses = new PauseDetector(policy.tokenNanos());
    MemberConfig member = memberConfig(packetBytes, policy);
    this.loop =
        new NodeLoop(
            new LoopParts(
                transport,
                member,
                new PacketPool(Math.max(PACKET_CAPACITY_MIN, packetBytes), PACKETS_KEPT),
                book,
                submissions,
                handles,
                new LoopThrottle(relayQueues.budget(), policy.tokenNanos()),
                memberships,
                store,
                pauses,
                recorder,
                trace,
                journal,
                this::installed,
                this::ended));
    this.calls = new LoopCalls(loop, current::hasEnded);
    security.onStranger((from, does) -> loop.watch().stranger(from, does, System.nanoTime()));
    this.flight =
        new NodeFlight(
            recorder, config, member, name, transport.localAddress(), store, loop::dropped);
    this.peers = new NodePeers(this, loop, book, setup, transport.localAddress());
  }

  /** What is wrong with the state folder, and what the doctor knows of the ring. */
  private List<String> remarks() {
    List<String> remarks = new ArrayList<>(store.standing().sentences(Moment.now()));
    remarks.addAll(probing.remarks());
    return remarks;
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
        policy,
        config.quorum());
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
        trace = Optional.of(NodeTrace.open(config, id));
      }
      EvsNode node = new EvsNode(config, setup, security, transport, store.get(), id, trace);
      node.transport.start(node.loop);
      node.peers.start();
      node.flight.start();
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
    return current.installed().map(CurrentConfiguration.Installed::configuration);
  }

  @Override
  public Evs open(EvsListener listener) {
    return open(listener, Optional.empty(), processIds::take);
  }

  @Override
  public Evs open(EvsListener listener, Executor executor) {
    return open(listener, Optional.of(executor), processIds::take);
  }

  @Override
  public Evs openOperator(EvsListener listener) {
    return open(listener, Optional.empty(), processIds::takeForOperator);
  }

  /** A handle of the node's own agents, which others know by its process id. */
  Evs openAgent(EvsListener listener) {
    return open(listener, Optional.empty(), processIds::takeForAgent);
  }

  private Evs open(
      EvsListener listener, Optional<Executor> executor, LongUnaryOperator takeProcessId) {
    Objects.requireNonNull(listener, "listener");
    long processId = takeProcessId.applyAsLong(ProcessHandle.current().pid());
    GroupMember self = new GroupMember(id, processId);
    HandleQueue queue =
        new HandleQueue(config.receiveQueueBytes(), transport::wakeup, loop.times().delivery());
    EmbeddedHandle handle =
        new EmbeddedHandle(this, submissions, memberships, self, listener, executor, queue);
    return opened(handle, () -> {});
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
    return opened(
        new RelayHandle(this, submissions, memberships, self, queue, onLost), queue::discard);
  }

  private <T extends HandleEnd> T opened(T handle, Runnable afterRemoval) {
    try {
      return call(
          () -> {
            handles.open(handle);
            return handle;
          });
    } catch (EvsException failed) {
      // The loop may open it yet, or has, for somebody who does not wait any more.
      handleClosed(new Submission.Closed(handle.self().processId()), afterRemoval);
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
    } finally {
      // Last: whoever gets this id next must come behind its end everywhere.
      processIds.release(processId);
    }
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    return call(() -> Collections.unmodifiableMap(new TreeMap<>(loop.member().groups())));
  }

  @Override
  public Configuration awaitMembers(int members, Duration timeout) {
    calls.refuseOwnThread();
    return current.awaitMembers(members, timeout);
  }

  private void installed(ConfigurationChange regular) {
    flight.changed();
    current.install(new Configuration(regular.ring(), regular.members(), id, regular.primary()));
  }

  private void ended(Optional<Throwable> error) {
    journal.record(
        "end", error.map(each -> "ended: " + Causes.of(each)).orElse("left the ring, and ended"));
    current.end();
  }

  /**
   * Where what becomes of this node is told, and kept.
   *
   * @hidden
   */
  public Journal journal() {
    return journal;
  }

  /**
   * By which the ways to other nodes are tried.
   *
   * @hidden
   */
  public Probing probing() {
    return probing;
  }

  /** An agent works for this node, until it ends. */
  void runs(NodeAgent agent) {
    agents.add(agent);
  }

  /** Whether it has left the ring, or is about to. */
  boolean hasEnded() {
    return current.hasEnded() || closing.get();
  }

  /** What the flight recorder holds now; any thread. */
  FlightLog flightLog() {
    return call(flight::held).get();
  }

  /** What the node knows of itself now; state CLOSED after the end, when this does not fail. */
  @Override
  public NodeStatus status() {
    if (!current.hasEnded()) {
      try {
        return call(() -> snapshot(loop.member().state(), loop.counters(), true));
      } catch (EvsException endedMeanwhile) {
        if (endedMeanwhile.code() != EvsException.Code.LIBRARY || !current.hasEnded()) {
          throw endedMeanwhile;
        }
      }
    }
    return snapshot("CLOSED", Map.of(), false);
  }

  private NodeStatus snapshot(String state, Map<String, Long> counters, boolean onLoop) {
    Moment now = Moment.now();
    Optional<CurrentConfiguration.Installed> last = current.installed();
    Conditions.Findings found = onLoop ? peers.findings(now) : Conditions.Findings.NONE;
    NodeStatus.Security sealing = security.status();
    Optional<NodeStatus.Quorum> quorum = onLoop ? loop.member().quorum() : Optional.empty();
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
        sealing,
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
        TokenFigures.of(loop.member().totem()),
        Collections.unmodifiableMap(loop.times().snapshot()),
        config.sendQueueBytes(),
        config.receiveQueueBytes(),
        Optional.of(new NodeStatus.Packets(packets.bytes(), packets.limit())),
        found.changingSince().map(at -> at.asOf(now)),
        found.missing(),
        conditions.now(
            now,
            members.size(),
            sealing,
            found,
            quorum,
            counters.getOrDefault("trace_cuts", 0L) > 0),
        quorum);
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
    return calls.call(task);
  }

  @Override
  public void closeOnShutdown() {
    hook.add();
  }

  @Override
  public void close() {
    calls.refuseOwnThread();
    try {
      close(CLOSE_LIMIT);
    } catch (EvsException notSent) {
      LoggerFactory.getLogger(EvsNode.class).warn("{}", notSent.getMessage());
    }
  }

  @Override
  public void close(Duration limit) {
    long nanos = Spans.nanos(limit);
    calls.refuseOwnThread();
    if (closing.compareAndSet(false, true)) {
      Optional<EvsException> notSent;
      try (Interruption aside = Interruption.aside()) {
        notSent = new Farewell(this, loop, submissions).sendRest(nanos, aside);
        end(true);
      }
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
    if (leave && !current.hasEnded()) {
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
    journal.history().close();
    flight.close();
    hook.remove();
  }
}
