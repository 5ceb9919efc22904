package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.EvsException;
import io.evs.GroupChange;
import io.evs.NodeId;
import io.evs.flight.FlightSink;
import io.evs.group.Member;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.node.address.AddressBook;
import io.evs.node.flow.SubmissionRateLimit;
import io.evs.node.handle.LocalHandles;
import io.evs.node.handle.OwnDeliveries;
import io.evs.node.handle.SelfQueue;
import io.evs.node.handle.Submission;
import io.evs.node.process.CpuTime;
import io.evs.node.process.RateLog;
import io.evs.node.record.DuplicateIds;
import io.evs.node.record.NodeTrace;
import io.evs.node.record.UnlistedSources;
import io.evs.node.status.LoopTimes;
import io.evs.node.status.RingWatch;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.trace.TraceSink;
import io.evs.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one member on its transport's loop thread: datagrams, timers and submissions in; packets
 * and events out. Reads the clock once per turn.
 *
 * <p>Packets of a step leave when the step is over, because the member may reuse their bytes in the
 * next one. Events of a turn are handed over at its end. The trace is flushed before either.
 */
final class NodeLoop implements Transport.Handler, MemberEffects {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);
  private static final int FULL_PERCENT = 100;

  private final LoopParts parts;
  private final Transport transport;
  private final AddressBook book;
  private final Member member;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Deque<Submission> waiting = new ArrayDeque<>();
  private final SubmissionRateLimit rateLimit = new SubmissionRateLimit();
  private final SelfQueue toSelf;
  private final RateLog repeated = new RateLog(LOG);
  private final UnlistedSources unlisted;
  private final DuplicateIds doubles;
  private final LoopTimes times;
  private final OwnDeliveries own;
  private final RingWatch watch;
  private long now;
  private long plannedTurn = Long.MAX_VALUE;
  private boolean turnOpen;
  private boolean started;
  private volatile Thread thread;
  private boolean left;
  private boolean sendsQueued;
  private int datagrams;
  private int lastPercent;
  private long toldPersisted;
  private long rejectedShort;
  private long rejectedUnlisted;
  private long unknownAddress;
  private long duplicateIds;
  private InetSocketAddress source = new InetSocketAddress(0);
  private Optional<EvsException> givesWay = Optional.empty();

  NodeLoop(LoopParts parts) {
    this.parts = parts;
    this.transport = parts.transport();
    this.book = parts.book();
    this.toSelf = new SelfQueue(parts.pool());
    this.unlisted = new UnlistedSources(LOG, parts.recorder());
    this.doubles = new DuplicateIds(LOG, parts.recorder());
    this.toldPersisted = parts.config().persistedUpTo();
    this.member =
        new Member(
            parts.config(),
            this,
            parts.trace().map(NodeTrace::sink).orElse(TraceSink.NONE),
            parts.pool());
    this.own = new OwnDeliveries(new NodeId(parts.config().nodeId()), parts.config().incarnation());
    this.times =
        new LoopTimes(
            member.totem(),
            parts.config().nodeId(),
            parts.config().incarnation(),
            System::nanoTime);
    this.watch =
        new RingWatch(
            parts.config().nodeId(),
            parts.config().policy().tokenNanos(),
            book,
            member.totem(),
            parts.journal(),
            (counters, now) -> parts.recorder().refusals(now, counters));
  }

  /** Runs a task on the loop thread, in a turn to come. Any thread. */
  void execute(Runnable task) {
    tasks.add(task);
    transport.wakeup();
  }

  /** The system dropped datagrams, since the receive buffer was full. Any thread. */
  void dropped(long datagrams) {
    execute(
        () -> {
          parts.recorder().dropped(now, datagrams);
          watch.dropped(datagrams);
        });
  }

  /** Whether this is the loop thread. */
  boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  // ---- the transport's side

  @Override
  public Packet acquire(int bytes) {
    return parts.pool().acquire(bytes);
  }

  @Override
  public boolean admits(InetSocketAddress from) {
    boolean allowed = book.isAllowed(from);
    if (!allowed) {
      rejectedUnlisted++;
      unlisted.refused(from, System.nanoTime());
    }
    return allowed;
  }

  @Override
  public void datagram(Packet packet, InetSocketAddress from) {
    boolean isShort = packet.length() < Header.LENGTH;
    if (isShort || !admits(from)) {
      rejectedShort += isShort ? 1 : 0;
      refused(packet);
      return;
    }
    beginTurn();
    datagrams++;
    source = from;
    times.arrives(packet);
    member.receive(now, packet);
    afterStep();
  }

  @Override
  public void refused(Packet packet) {
    // Work was done for it: a flood of such datagrams must not look like a pause.
    beginTurn();
    datagrams++;
    parts.pool().release(packet);
    parts.pool().recycle();
  }

  @Override
  public void turn() {
    beginTurn();
    receiveFromSelf();
    boolean drained = parts.pauses().timersMayRun(datagrams);
    if (drained && isDue(member.deadline())) {
      member.timers(now);
      afterStep();
    }
    runTasks();
    tellPersisted();
    submit();
    endProcesses();
    tellCongestion();
    watch.turnEnds(member.totem().state());
    if (watch.samples(now)) {
      watch.sample(now, counters());
    }
    if (parts.handles().hasEvents()) {
      flushTrace();
      parts.handles().handOver();
    }
    own.tell();
    // What callbacks of the application did to their thread is not meant for the member's.
    Thread.interrupted();
    parts.throttle().hold();
    plannedTurn = nextDeadline(drained);
    transport.deadline(plannedTurn);
    datagrams = 0;
    turnOpen = false;
    if (givesWay.isPresent()) {
      throw givesWay.get();
    }
  }

  private void beginTurn() {
    if (turnOpen) {
      return;
    }
    turnOpen = true;
    now = System.nanoTime();
    if (plannedTurn != Long.MAX_VALUE) {
      times.turnBegins(now, plannedTurn);
    }
    parts.submissions().sampling().turn(now);
    long pause = parts.pauses().turnBegins(now);
    if (pause > 0) {
      parts.recorder().paused(now, pause);
      repeated.warn(now, "this process did not run for " + pause / 1_000_000 + " ms");
      watch.paused(now, pause);
    }
    if (!started) {
      started = true;
      thread = Thread.currentThread();
      member.start(now);
      afterStep();
    }
  }

  private boolean isDue(long deadline) {
    return deadline != Long.MAX_VALUE && deadline - now <= 0;
  }

  private long nextDeadline(boolean drained) {
    if (!drained || !toSelf.isEmpty()) {
      return now;
    }
    // At least a heartbeat, so that a longer silence of the loop is known to be a pause.
    long heartbeat = now + parts.pauses().heartbeatNanos();
    if (!rateLimit.isOpen() && !waiting.isEmpty()) {
      heartbeat = Math.min(heartbeat, rateLimit.retryAt(now));
    }
    long deadline = member.deadline();
    return deadline == Long.MAX_VALUE || deadline - heartbeat > 0 ? heartbeat : deadline;
  }

  private void receiveFromSelf() {
    // What is sent to this node in reaction waits for the next turn.
    for (int count = toSelf.size(); count > 0; count--) {
      member.receive(now, toSelf.remove());
      afterStep();
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  private void tellPersisted() {
    long persisted = parts.store().persistedUpTo();
    if (persisted > toldPersisted) {
      toldPersisted = persisted;
      member.persisted(now, persisted);
      afterStep();
    }
  }

  private void submit() {
    parts.submissions().drainTo(waiting);
    long acceptedBytes = 0;
    Submission next;
    rateLimit.turn(now, lastPercent >= FULL_PERCENT);
    while (!left && rateLimit.isOpen() && (next = waiting.peek()) != null && taken(next)) {
      waiting.remove();
      acceptedBytes += next.bytes();
      rateLimit.took(next.bytes());
      afterStep();
    }
    parts
        .submissions()
        .accepted(now, acceptedBytes, member.queuedBytes(), member.totem().rotationNanos());
  }

  /** As {@link #accept(Submission)}; one that the member refuses is dropped: none ends the loop. */
  private boolean taken(Submission next) {
    try {
      return accept(next);
    } catch (EvsException refused) {
      OwnDeliveries.refuse(next, refused);
      repeated.warn(now, "a request of process " + next.processId() + " was dropped: " + refused);
      return true;
    }
  }

  /** Gives a submission to the member; false if its queue has no room now. */
  private boolean accept(Submission next) {
    if (next instanceof Submission.Message message) {
      return accept(message) != 0;
    }
    if (next instanceof Submission.Told told) {
      long number = accept(told.message());
      if (number != 0) {
        own.accepted(number, told);
      }
      return number != 0;
    }
    if (next instanceof Submission.Down) {
      endProcess(next.processId());
    } else if (next instanceof Submission.Closed) {
      member.processLeft(now, next.processId());
      parts.memberships().end(next.processId());
    } else if (!parts.handles().isOpen(next.processId())) {
      // The handle was disconnected, and its groups were left, before this was read.
      parts.memberships().end(next.processId());
    } else if (next instanceof Submission.Join join) {
      return member.joinGroup(now, join.processId(), join.group());
    } else if (next instanceof Submission.Leave leave) {
      return member.leaveGroup(now, leave.processId(), leave.group());
    }
    return true;
  }

  /** Its number; 0 if there is no room. */
  private long accept(Submission.Message message) {
    long number =
        member.submit(
            now, message.processId(), message.safe(), message.groups(), message.payload());
    if (number != 0 && message.submittedNanos() != 0) {
      times.accepted(number, message.submittedNanos());
    }
    return number;
  }

  private void endProcess(long processId) {
    member.processDown(now, processId);
    parts.memberships().end(processId);
  }

  private void endProcesses() {
    for (long processId : parts.handles().takeEnded()) {
      endProcess(processId);
      afterStep();
    }
  }

  private void tellCongestion() {
    int percent = parts.handles().percent(now);
    boolean above =
        percent > LocalHandles.CONGESTED_PERCENT || lastPercent > LocalHandles.CONGESTED_PERCENT;
    if (above && percent != lastPercent) {
      member.congestion(percent);
    }
    lastPercent = percent;
  }

  /** Sends what a step queued. */
  private void afterStep() {
    if (sendsQueued) {
      flushTrace();
      transport.flush();
      sendsQueued = false;
    }
    times.stepEnds(now);
    parts.pool().recycle();
  }

  private void flushTrace() {
    if (parts.trace().isEmpty()) {
      return;
    }
    try {
      parts.trace().get().flush();
    } catch (IOException error) {
      throw new UncheckedIOException("the trace cannot be written", error);
    }
  }

  @Override
  public void closed(Throwable error) {
    if (error != null && givesWay.isEmpty()) {
      LOG.error("the member of ring {} failed", parts.config().ringName(), error);
    }
    EvsException reason = givesWay.orElseGet(() -> EndReason.of(error));
    parts.submissions().close();
    parts.submissions().drainTo(waiting);
    waiting.forEach(each -> OwnDeliveries.refuse(each, reason));
    own.end(reason);
    parts.trace().ifPresent(NodeTrace::end);
    parts.handles().endAll(reason);
    parts.ended().accept(Optional.ofNullable(error));
    runTasks();
  }

  /** Leaves the ring; loop thread, from a task. */
  void leave() {
    if (!left) {
      left = true;
      member.leave(now);
      afterStep();
    }
  }

  /** Leaves the ring and ends with this turn, for that reason; loop thread, from a task. */
  void leaveBecause(EvsException reason) {
    leave();
    givesWay = Optional.of(reason);
  }

  /** How many messages were taken from applications and are not delivered here; loop thread. */
  long undelivered() {
    long notTaken = waiting.stream().filter(each -> !each.isChange()).count();
    return parts.submissions().messages() + notTaken + member.submitted() - own.last();
  }

  /** Whether anything of applications is not ordered, changes of groups among it; loop thread. */
  boolean hasWork() {
    return !waiting.isEmpty()
        || !parts.submissions().isEmpty()
        || member.queuedBytes() > 0
        || undelivered() > 0;
  }

  /** Whether packets of unlisted hosts were refused since this was asked last; loop thread. */
  boolean refusedStrangers() {
    return unlisted.takeNews();
  }

  Member member() {
    return member;
  }

  LoopTimes times() {
    return times;
  }

  /** What becomes of the ring; loop thread. */
  RingWatch watch() {
    return watch;
  }

  /** Counters of the member, the loop and the transport; loop thread. */
  Map<String, Long> counters() {
    Map<String, Long> values = new LinkedHashMap<>(member.counters());
    values.putAll(transport.counters());
    values.put("rejected_short", rejectedShort);
    values.put("rejected_unlisted", rejectedUnlisted);
    values.put("sends_to_unknown_address", unknownAddress);
    values.put("duplicate_node_ids", duplicateIds);
    values.put("addresses_known", (long) book.size());
    values.put("pauses", parts.pauses().count());
    values.put("trace_cuts", parts.trace().filter(NodeTrace::isCut).map(cut -> 1L).orElse(0L));
    values.put("loop_cpu_microseconds", CpuTime.ofThisThread() / 1000);
    values.put("process_cpu_microseconds", CpuTime.ofThisProcess() / 1000);
    return values;
  }

  // ---- the member's side

  @Override
  public FlightSink flight() {
    return parts.recorder().sink();
  }

  @Override
  public void multicast(Packet packet) {
    if (book.ringChanged()) {
      transport.outbox().ringMembers(book.ringAddresses());
    }
    transport.outbox().multicast(packet);
    sendsQueued = true;
  }

  @Override
  public void announce(Packet packet) {
    if (book.peersChanged()) {
      transport.outbox().peers(book.peerAddresses());
    }
    transport.outbox().announce(packet);
    book.announced(now);
    sendsQueued = true;
  }

  @Override
  public void unicast(int nodeId, Packet packet) {
    book.sending(packet.data(), packet.length());
    if (nodeId == parts.config().nodeId()) {
      toSelf.keep(packet);
      return;
    }
    Optional<InetSocketAddress> to = book.find(nodeId);
    if (to.isEmpty()) {
      unknownAddress++;
      return;
    }
    transport.outbox().unicast(to.get(), packet);
    sendsQueued = true;
  }

  @Override
  public void heardFrom(int nodeId, boolean taken) {
    book.learn(nodeId, source, taken, now);
  }

  @Override
  public void leaves(int nodeId) {
    watch.leaves(nodeId);
  }

  @Override
  public boolean addressKnown(int nodeId) {
    return nodeId == parts.config().nodeId() || book.find(nodeId).isPresent();
  }

  @Override
  public void reserveRingSequence(long upTo) {
    parts.store().reserve(upTo, transport::wakeup);
  }

  @Override
  public void installed(List<NodeId> members) {
    book.installed(members, now);
    watch.ringInstalled();
  }

  @Override
  public void configuration(ConfigurationChange change) {
    watch.configuration(now, change);
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      parts.installed().accept(change);
    }
    parts.handles().configuration(change);
  }

  @Override
  public void group(GroupChange change) {
    parts.handles().group(change);
  }

  @Override
  public void message(MessageView message) {
    times.delivered(message);
    own.delivered(message, member);
    parts.handles().message(message);
  }

  @Override
  public void answer(Packet packet) {
    transport.outbox().unicast(source, packet);
    sendsQueued = true;
  }

  @Override
  public byte[] addressOf(int nodeId) {
    boolean own = nodeId == parts.config().nodeId();
    return own
        ? DuplicateIds.bytes(transport.localAddress())
        : book.find(nodeId).map(DuplicateIds::bytes).orElse(new byte[0]);
  }

  /** Late packets of this node's own earlier life come from its own address, and say nothing. */
  @Override
  public void duplicateNodeId(long otherIncarnation) {
    duplicateIds++;
    if (!source.equals(transport.localAddress())) {
      duplicate(parts.config().nodeId(), Optional.of(transport.localAddress()));
    }
  }

  private void duplicate(int nodeId, Optional<InetSocketAddress> one) {
    doubles.report(now, nodeId, one, source);
    watch.duplicate(source, DuplicateIds.text(nodeId, one, source), now);
  }

  @Override
  public void secondNode(int nodeId) {
    duplicateIds++;
    duplicate(nodeId, book.find(nodeId));
  }

  @Override
  public void givesWay(long otherIncarnation, byte[] otherAddress) {
    givesWay =
        Optional.of(
            DuplicateIds.givesWay(
                parts.config().nodeId(),
                transport.localAddress(),
                DuplicateIds.address(otherAddress).orElse(source)));
  }
}
