package io.evs.group;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.pack.PackFormat;
import io.evs.pack.Packer;
import io.evs.pack.Unpacker;
import io.evs.quorum.Ballot;
import io.evs.quorum.Quorum;
import io.evs.quorum.QuorumRule;
import io.evs.quorum.Verdict;
import io.evs.totem.MessageSource;
import io.evs.totem.RingListener;
import io.evs.totem.Totem;
import io.evs.totem.TotemConfig;
import io.evs.totem.TotemEffects;
import io.evs.totem.part.Counter;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.Trailer;
import io.evs.trace.TraceSink;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A whole member without I/O: ring, packing, state exchange and groups. The same object runs in the
 * simulator and on real sockets.
 *
 * <p>Methods are of four kinds: events in ({@link #receive}, {@link #timers}, {@link #persisted}),
 * commands ({@link #start}, {@link #submit}, {@link #joinGroup} ...), outputs ({@link
 * MemberEffects} and {@link TraceSink}, called during the first two kinds), and getters. Time is a
 * parameter, nanoseconds of a monotonic clock. Not thread-safe. The trace's {@code start} and
 * {@code stop} are written here, {@code crash} and {@code end} by the driver.
 */
public final class Member {
  /**
   * Process ids from here on are of agents of the nodes themselves, whose messages do not count as
   * those of applications.
   */
  public static final long AGENTS_FROM = 0x3ffL << 22;

  /** Most memberships (process and group) of one node: its state is told in one message. */
  public static final int MEMBERSHIPS_MAX = 4096;

  private final MemberConfig config;
  private final MemberEffects effects;
  private final TraceSink trace;
  private final Totem totem;
  private final Packer packer;
  final Unpacker unpacker;
  private final Synchronizer synchronizer;
  private final GroupTable table = new GroupTable();
  private final LocalMemberships local = new LocalMemberships();
  private final Quorum quorum;
  private final HeldChanges held = new HeldChanges();
  private final MessageFlyweight view = new MessageFlyweight();
  private final CRC32 crc = new CRC32();
  private final NodeId self;
  private byte[] header = new byte[256];
  private long now;
  private long numbered;
  private long malformedMessages;
  private long submittedByApplications;
  private long submittedBytes;
  private long delivered;
  private long deliveredBytes;
  private Configuration configuration;

  /** Makes the ring below a member. */
  @FunctionalInterface
  interface RingFactory {
    Totem create(
        TotemConfig config,
        MessageSource source,
        TotemEffects effects,
        RingListener listener,
        PacketPool pool);
  }

  /** A member that has not started yet. */
  public Member(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    this(config, effects, trace, pool, Totem::new, new QuorumRule());
  }

  /** For tests that replace parts of the ring. */
  Member(
      MemberConfig config,
      MemberEffects effects,
      TraceSink trace,
      PacketPool pool,
      RingFactory factory,
      QuorumRule rule) {
    this.config = config;
    this.quorum = new Quorum(config.quorum(), rule);
    this.effects = effects;
    this.trace = trace;
    this.self = new NodeId(config.nodeId());
    this.configuration = new Configuration(new RingId(0, 0), List.of(), self);
    this.packer = new Packer(config.sendQueueMaxBytes(), this::bound);
    this.unpacker = new Unpacker(this::onMessage);
    this.synchronizer = new Synchronizer(config.policy().tokenNanos());
    TotemConfig ring =
        new TotemConfig(
            config.nodeId(),
            config.incarnation(),
            Trailer.hashOf(config.ringName()),
            config.firstRingSequence(),
            config.persistedUpTo(),
            config.packetBytes(),
            config.initialSeq(),
            config.initialTokenSeq(),
            config.challenge(),
            config.policy());
    this.totem = factory.create(ring, packer, effects, new FromRing(), pool);
  }

  /** Starts: looks for other members. */
  public void start(long time) {
    now = time;
    trace.start(micros(), config.incarnation());
    totem.start(time);
  }

  /** A datagram arrived; the member takes the packet. */
  public void receive(long time, Packet packet) {
    now = time;
    totem.receive(time, packet);
  }

  /** Runs what is due; call when {@link #deadline()} is reached. */
  public void timers(long time) {
    now = time;
    totem.timers(time);
    if (synchronizer.isOverdue(time)) {
      totem.reform(time);
    }
  }

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  public long deadline() {
    return Math.min(totem.deadline(), synchronizer.deadline());
  }

  /** Ring sequences up to this number are on stable storage. */
  public void persisted(long time, long upTo) {
    now = time;
    totem.persisted(time, upTo);
  }

  /** Leaves the ring: sends leave messages, and does nothing any more after that. */
  public void leave(long time) {
    now = time;
    synchronizer.stop();
    totem.leave(time);
    trace.stop(micros());
  }

  /**
   * Queues a message for ordering; groups and payload are copied.
   *
   * @return its number among this member's messages, from 1; 0 if the queue has no room now
   * @throws EvsException INVALID_PARAM if the payload is over 1 MiB or there is no group,
   *     TOO_MANY_GROUPS
   */
  public long submit(
      long time, long processId, boolean safe, Collection<Group> groups, byte[] payload) {
    checkMessage(groups, payload);
    now = time;
    int headerLength = PackFormat.groupHeaderLength() + ServiceMessage.headerLength(groups);
    if (!packer.fits(headerLength + payload.length)) {
      return 0;
    }
    if (header.length < headerLength) {
      header = new byte[headerLength];
    }
    long n = ++numbered;
    int body = PackFormat.writeGroupHeader(header, 0);
    ServiceMessage.writeHeader(header, body, processId, n, groups);
    long hash = hash(payload);
    trace.submit(micros(), n, safe, hash);
    packer.add(header, headerLength, payload, safe, n, hash);
    if (processId < AGENTS_FROM) {
      submittedByApplications++;
      submittedBytes += payload.length;
    }
    wake();
    return n;
  }

  /**
   * Checks what a message is made of, before it is queued anywhere.
   *
   * @throws EvsException INVALID_PARAM, TOO_MANY_GROUPS
   */
  public static void checkMessage(Collection<Group> groups, byte[] payload) {
    if (payload.length > Evs.MESSAGE_MAX_BYTES) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "message of "
              + payload.length
              + " bytes is too large; the limit is "
              + Evs.MESSAGE_MAX_BYTES);
    }
    if (groups.isEmpty()) {
      throw new EvsException(EvsException.Code.INVALID_PARAM, "a message needs at least one group");
    }
    if (groups.size() > Evs.GROUPS_MAX) {
      throw new EvsException(
          EvsException.Code.TOO_MANY_GROUPS,
          groups.size() + " groups in one call; the limit is " + Evs.GROUPS_MAX);
    }
  }

  /**
   * Joins a local process to a group, at one point of the order.
   *
   * @return false if the queue has no room now
   * @throws EvsException NO_RESOURCES if the node has {@link #MEMBERSHIPS_MAX} memberships
   */
  public boolean joinGroup(long time, long processId, Group group) {
    if (!local.contains(processId, group) && !local.hasRoom()) {
      throw new EvsException(
          EvsException.Code.NO_RESOURCES,
          "the processes of this node are in "
              + MEMBERSHIPS_MAX
              + " groups, the most there may be; leave some first");
    }
    boolean queued =
        control(time, ServiceMessage.membership(ServiceMessage.JOIN, processId, group), false);
    if (queued) {
      local.add(processId, group);
    }
    return queued;
  }

  /**
   * Takes a local process out of a group, at one point of the order.
   *
   * @return false if the queue has no room now
   */
  public boolean leaveGroup(long time, long processId, Group group) {
    boolean queued =
        control(time, ServiceMessage.membership(ServiceMessage.LEAVE, processId, group), false);
    if (queued) {
      local.remove(processId, group);
    }
    return queued;
  }

  /**
   * A local process ended: it leaves all its groups. Queued even if there is no room: it comes at
   * most once behind a join, and joins wait for room.
   */
  public void processDown(long time, long processId) {
    if (!local.end(processId).isEmpty()) {
      control(time, ServiceMessage.down(processId), true);
    }
  }

  /** A local process leaves all its groups of its own will. Queued as {@link #processDown} is. */
  public void processLeft(long time, long processId) {
    for (Group each : local.end(processId)) {
      control(time, ServiceMessage.membership(ServiceMessage.LEAVE, processId, each), true);
    }
  }

  private boolean control(long time, byte[] message, boolean always) {
    now = time;
    byte[] group = new byte[PackFormat.groupHeaderLength()];
    PackFormat.writeGroupHeader(group, 0);
    if (!always && !packer.fits(group.length + message.length)) {
      return false;
    }
    packer.add(group, group.length, message, false, 0, 0);
    wake();
    return true;
  }

  private void wake() {
    if (packer.backlogPackets() > 0) {
      totem.messagesPending(now);
    }
  }

  /** How many messages were submitted: the number of the last one. */
  public long submitted() {
    return numbered;
  }

  /** Bytes waiting to be ordered. */
  public long queuedBytes() {
    return packer.applicationBytes();
  }

  /** Whether application messages flow: a ring is installed and its state exchange is over. */
  public boolean isSynchronized() {
    return !configuration.members().isEmpty() && synchronizer.isComplete();
  }

  /** The configuration last installed; no members before the first. */
  public Configuration configuration() {
    return configuration;
  }

  /** What is decided of the configuration last installed; empty where no quorum is configured. */
  public Optional<NodeStatus.Quorum> quorum() {
    Verdict verdict = quorum.verdict();
    return config
        .quorum()
        .map(
            each ->
                new NodeStatus.Quorum(
                    each.expectedVotes(), verdict.votes(), verdict.primary(), verdict.problem()));
  }

  /** Groups and their members as of the last event. */
  public Map<Group, List<GroupMember>> groups() {
    return table.snapshot();
  }

  /** How many processes but one are in any of these groups, at this point of the order. */
  public int countIn(Collection<Group> groups, GroupMember except) {
    return table.countIn(groups, except);
  }

  /** Nodes that the state exchange keeps something of; for tests of the bounds. */
  int heldNodes() {
    return synchronizer.nodes();
  }

  /** Memberships of all nodes; for tests of the bounds. */
  int heldMemberships() {
    return table.size();
  }

  /** State of the membership protocol: OPERATIONAL, GATHER, COMMIT or RECOVERY. */
  public String state() {
    return totem.state().name();
  }

  /** The ring below, for status and tests. */
  public Totem totem() {
    return totem;
  }

  /** Counter values by name, in a fixed order. */
  public Map<String, Long> counters() {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Counter counter : Counter.values()) {
      values.put(counter.key(), totem.counters().get(counter));
    }
    values.put("packs_malformed", unpacker.malformed());
    values.put("packs_dropped", unpacker.dropped());
    values.put("messages_malformed", malformedMessages);
    values.put("messages_submitted", submittedByApplications);
    values.put("message_bytes_submitted", submittedBytes);
    values.put("messages_delivered", delivered);
    values.put("message_bytes_delivered", deliveredBytes);
    return values;
  }

  /** How far the slowest local listener is behind, 0 to 100; above 50 the ring is slowed. */
  public void congestion(int percent) {
    totem.congestion(percent);
  }

  private long micros() {
    return now / 1000;
  }

  private long hash(byte[] payload) {
    if (trace == TraceSink.NONE) {
      return 0;
    }
    crc.reset();
    crc.update(payload, 0, payload.length);
    return crc.getValue();
  }

  private void bound(long n, RingId ring, int seq, boolean safe, long hash) {
    trace.send(micros(), n, ring, seq, safe, hash);
  }

  private void onMessage(
      int sender, RingId ring, int seq, boolean safe, byte[] data, int offset, int length) {
    if (length == 0) {
      return;
    }
    switch (data[offset]) {
      case ServiceMessage.APPLICATION -> application(sender, ring, seq, safe, data, offset, length);
      case ServiceMessage.JOIN, ServiceMessage.LEAVE -> membership(sender, data, offset, length);
      case ServiceMessage.STATE -> state(sender, ring, data, offset, length);
      case ServiceMessage.DOWN -> down(sender, data, offset, length);
      default -> malformedMessages++;
    }
  }

  private void application(
      int sender, RingId ring, int seq, boolean safe, byte[] data, int offset, int length) {
    if (!view.wrap(data, offset, length)) {
      malformedMessages++;
      return;
    }
    long incarnation = synchronizer.incarnationOf(sender);
    view.context(sender, incarnation, ring, seq, safe);
    if (trace != TraceSink.NONE) {
      trace.deliver(
          micros(), sender, incarnation, view.messageNumber(), ring, seq, safe, view.payloadHash());
    }
    if (view.senderProcess() < AGENTS_FROM) {
      delivered++;
      deliveredBytes += view.payloadLength();
    }
    effects.message(view);
  }

  private void membership(int sender, byte[] data, int offset, int length) {
    Group group = ServiceMessage.readMembershipGroup(data, offset, length);
    if (group == null) {
      malformedMessages++;
      return;
    }
    if (!synchronizer.isMember(sender)) {
      return;
    }
    GroupMember member = member(sender, data, offset);
    Optional<GroupChange> change =
        data[offset] == ServiceMessage.JOIN
            ? table.join(member, group)
            : table.leave(member, group);
    change.ifPresent(effects::group);
  }

  private void down(int sender, byte[] data, int offset, int length) {
    if (length < ServiceMessage.NUMBER) {
      malformedMessages++;
      return;
    }
    table.down(member(sender, data, offset)).forEach(effects::group);
  }

  private static GroupMember member(int sender, byte[] data, int offset) {
    long process = Integer.toUnsignedLong(Bytes.getInt(data, offset + ServiceMessage.PROCESS));
    return new GroupMember(new NodeId(sender), process);
  }

  private void state(int sender, RingId ring, byte[] data, int offset, int length) {
    ServiceMessage.State state = ServiceMessage.readState(data, offset, length);
    if (state == null) {
      malformedMessages++;
      return;
    }
    totem.memberIs(sender, ring, state.incarnation());
    if (synchronizer.received(sender, ring, state)) {
      if (!held.isEmpty()) {
        SortedMap<NodeId, Optional<Ballot>> ballots = new TreeMap<>();
        synchronizer.states().forEach((node, told) -> ballots.put(node, told.ballot()));
        quorum.decide(ring, ballots, held.isLeft());
        decided(quorum.verdict().primary());
      }
      List<GroupChange> changes = table.exchange(synchronizer.states(), synchronizer.down());
      synchronizer.applied();
      packer.openApplication();
      changes.forEach(effects::group);
    }
  }

  /** What the ring wants, passed on to the driver or up through packing. */
  private final class FromRing implements RingListener {
    @Override
    public void deliver(int sender, RingId ring, int seq, boolean safe, Packet packet) {
      int body = McastPacket.HEADER_LENGTH;
      unpacker.packet(sender, ring, seq, safe, packet.data(), body, packet.length() - body);
    }

    @Override
    public void transitional(RingId left, RingId next, int[] members, int[] leftMembers) {
      synchronizer.membersLeft(leftMembers);
      trace.transitional(micros(), left, next, members);
      ConfigurationChange change =
          new ConfigurationChange(
              ConfigurationChange.Kind.TRANSITIONAL,
              left,
              Optional.of(next),
              ids(members),
              List.of(),
              ids(leftMembers));
      if (held.isEmpty()) {
        effects.configuration(change);
      } else {
        held.add(change);
      }
    }

    @Override
    public void regular(RingId ring, int[] members, int[] joined) {
      unpacker.ringInstalled();
      packer.ringInstalled();
      if (!held.isEmpty()) {
        // Left before its members' votes were known.
        decided(false);
      }
      quorum.ringInstalled();
      configuration =
          new Configuration(ring, ids(members), self, config.quorum().map(configured -> false));
      trace.regular(micros(), ring, members);
      effects.installed(configuration.members());
      ConfigurationChange change =
          new ConfigurationChange(
              ConfigurationChange.Kind.REGULAR,
              ring,
              Optional.empty(),
              configuration.members(),
              ids(joined),
              List.of());
      if (quorum.isConfigured()) {
        held.add(change);
      } else {
        effects.configuration(change);
      }
      synchronizer.begin(now, ring, members, table::knows);
      // Safe: if one member decides by all states, so does every other that leaves the ring.
      packer.addExchange(stateMessage(), quorum.isConfigured());
    }
  }

  /** Hands the regular configuration on, in which nothing was delivered yet. */
  private void decided(boolean primary) {
    ConfigurationChange regular = held.regular();
    trace.primary(micros(), regular.ring(), primary);
    if (!held.isLeft()) {
      configuration =
          new Configuration(regular.ring(), regular.members(), self, Optional.of(primary));
    }
    held.release(primary, effects::configuration);
  }

  private byte[] stateMessage() {
    byte[] body =
        ServiceMessage.state(config.incarnation(), self, table.snapshot(), quorum.ballot());
    byte[] message = new byte[PackFormat.groupHeaderLength() + body.length];
    int at = PackFormat.writeGroupHeader(message, 0);
    System.arraycopy(body, 0, message, at, body.length);
    return message;
  }

  private static List<NodeId> ids(int[] nodes) {
    return Arrays.stream(nodes).mapToObj(NodeId::new).toList();
  }
}
