package io.evs.sim.world;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.NodeId;
import io.evs.SecuritySuite;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightRecorder;
import io.evs.flight.FlightSink;
import io.evs.flight.Refusal;
import io.evs.group.MemberConfig;
import io.evs.group.MessageView;
import io.evs.security.AeadEnvelope;
import io.evs.security.NumberedEnvelope;
import io.evs.security.key.RingKey;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.SimRandom;
import io.evs.sim.trace.SimTrace;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One process of the world: what runs in it now, and what survives its crashes. */
public final class SimProcess implements StepOutputs.Application {
  static final String DOWN = "DOWN";
  public static final String OPERATIONAL = "OPERATIONAL";
  private static final int BACKLOG_MAX = 4096;
  private static final int[] NOBODY = {};
  private static final List<RingKey> KEYS = List.of(key(1), key(2));
  private static final List<RingKey> STRANGE_KEYS = List.of(key(3), key(4));
  private static final double KEY_CHANGES = 0.01;

  private final int id;
  private final World world;
  private final SimTrace trace;
  private final SimRandom random;
  private final Storage storage = new Storage();
  private final LocalClock clock;
  private final List<AppEvent> history = new ArrayList<>();

  /** The process that is believed to be a node, by node id; 0 for none. */
  private final int[] addresses;

  private final TokenWatch tokenWatch = new TokenWatch();
  private final LossWatch lossWatch = new LossWatch();
  private int nodeId;
  private int source;
  private boolean claimant;
  private boolean gaveWay;

  private ProcessLogic logic;
  private StepOutputs outputs;
  private PacketPool pool;
  private Optional<NumberedEnvelope> envelope = Optional.empty();
  private Optional<FlightRecorder> recorder = Optional.empty();
  private final Accepted accepted = new Accepted();
  private int generation;
  private long timerAt = Long.MAX_VALUE;
  private boolean paused;
  private long pausedAt;
  private List<Datagram> backlog = new ArrayList<>();
  private List<Runnable> completions = new ArrayList<>();
  private long backlogDropped;
  private String lastState = DOWN;
  private long delivered;

  SimProcess(int id, World world, SimTrace trace, SimRandom random, int nodes) {
    this.id = id;
    this.world = world;
    this.trace = trace;
    this.random = random;
    this.clock = new LocalClock(random.between(0, 1_000_000_000_000L));
    this.addresses = new int[nodes + 1];
    this.nodeId = id;
  }

  public int id() {
    return id;
  }

  /** The node id that it has, its own unless {@link #claims} said otherwise. */
  int nodeId() {
    return nodeId;
  }

  /** From the next start on it shares this id with another node; nobody checks what it sees. */
  void claims(int sharedNodeId) {
    nodeId = sharedNodeId;
    claimant = true;
  }

  /** Whether it ended by itself since another node has its id. */
  public boolean gaveWay() {
    return gaveWay;
  }

  public boolean up() {
    return logic != null;
  }

  public boolean paused() {
    return paused;
  }

  /** Counts incarnations and ends; something planned for another generation is void. */
  int generation() {
    return generation;
  }

  public long incarnation() {
    return storage.incarnation();
  }

  SimTrace trace() {
    return trace;
  }

  SimRandom random() {
    return random;
  }

  public Storage storage() {
    return storage;
  }

  public LocalClock clock() {
    return clock;
  }

  List<AppEvent> history() {
    return history;
  }

  long delivered() {
    return delivered;
  }

  public long backlogDropped() {
    return backlogDropped;
  }

  public String state() {
    return logic == null ? DOWN : logic.state();
  }

  /** The state when last looked at, then remembers the present one. */
  String swapState() {
    String before = lastState;
    lastState = state();
    return before;
  }

  public Map<String, Long> counters() {
    return logic == null ? Map.of() : allCounters();
  }

  public int highSeq() {
    return logic == null ? 0 : logic.highSeq();
  }

  public int aru() {
    return logic == null ? 0 : logic.aru();
  }

  public long queuedBytes() {
    return logic == null ? 0 : logic.queuedBytes();
  }

  /** Ring and members as the process reports them; null when down or before the first. */
  public Configuration configuration() {
    if (logic == null) {
      return null;
    }
    Configuration configuration = logic.configuration();
    return configuration == null || configuration.members().isEmpty() ? null : configuration;
  }

  public int[] members() {
    Configuration configuration = configuration();
    return configuration == null
        ? NOBODY
        : configuration.members().stream().mapToInt(NodeId::value).toArray();
  }

  private long now() {
    return clock.local(world.now());
  }

  // --- life -----------------------------------------------------------------------------------

  void start(WorldOptions options, ProcessLogic.Factory factory) {
    generation++;
    if (storage.unreadable()) {
      world.marks().reach(Mark.STATE_LOST);
    }
    long reserved = storage.load(world.now());
    long incarnation = storage.nextIncarnation();
    gaveWay = false;
    for (int node = 1; node < addresses.length; node++) {
      addresses[node] = options.learnAddresses ? 0 : node;
    }
    recorder =
        options.recorded ? Optional.of(new FlightRecorder(FlightRecorder.SLOTS)) : Optional.empty();
    outputs =
        new StepOutputs(id, this, recorder.map(FlightSink.class::cast).orElse(FlightSink.NONE));
    pool = new PacketPool(Math.max(1500, options.packetBytes), 4096);
    MemberConfig config =
        new MemberConfig(
            nodeId,
            incarnation,
            "sim",
            reserved + 1,
            reserved,
            options.packetBytes,
            options.initialSeq,
            options.initialTokenSeq,
            options.sendQueueMaxBytes,
            SimRandom.mix(SimRandom.mix(options.seed) ^ id ^ incarnation) | 1,
            options.policy,
            options.quorum);
    if (!claimant) {
      trace.start(0, incarnation);
    }
    history.add(new AppEvent.Started(world.now(), incarnation));
    tokenWatch.reset();
    if (options.sealed) {
      seal();
    }
    logic = factory.create(config, outputs, claimant ? TraceSink.NONE : trace, pool);
    timerAt = Long.MAX_VALUE;
    logic.start(now());
  }

  void crash() {
    if (!claimant) {
      trace.crash(0);
    }
    storage.crash(random);
    down();
  }

  void left() {
    trace.stop(0);
    down();
  }

  void end() {
    trace.end(0);
  }

  private Map<String, Long> allCounters() {
    if (envelope.isEmpty()) {
      return logic.counters();
    }
    Map<String, Long> all = new TreeMap<>(logic.counters());
    all.putAll(envelope.get().counters());
    return all;
  }

  private void down() {
    generation++;
    world.count(allCounters());
    logic = null;
    paused = false;
    timerAt = Long.MAX_VALUE;
    backlog = new ArrayList<>();
    completions = new ArrayList<>();
  }

  // --- steps ----------------------------------------------------------------------------------

  void receive(Datagram datagram) {
    byte[] bytes = datagram.bytes();
    if (envelope.isPresent() && !opens(envelope.get(), datagram)) {
      return;
    }
    source = datagram.from();
    boolean listening = lastState.equals(OPERATIONAL) || lastState.equals("RECOVERY");
    lossWatch.received(datagram, listening, now());
    Packet packet = pool.copyOf(bytes, 0, bytes.length);
    logic.receive(now(), packet);
  }

  /** Whether a packet comes out of the envelope; it must be the one that was put in. */
  private boolean opens(NumberedEnvelope opener, Datagram datagram) {
    byte[] opened = opener.open(datagram.wire(), datagram.from(), outputs::reply);
    if (opened.length > 0 && !Arrays.equals(opened, datagram.bytes())) {
      world.fail(Property.X, "process " + id + " opened a packet that nobody has sealed");
    }
    if (opened.length > 0) {
      String complaint = accepted.complaint(datagram);
      if (!complaint.isEmpty()) {
        world.fail(Property.X, "process " + id + " " + complaint);
      }
    }
    return opened.length > 0;
  }

  private void seal() {
    SimRandom chance = world.sealing(id, incarnation());
    NumberedEnvelope sealer =
        new NumberedEnvelope(
            id == world.options().strangerProcess ? STRANGE_KEYS : KEYS,
            new AeadEnvelope.Start(
                SecuritySuite.AES_256_GCM, "sim", id, world.options().policy.tokenNanos()),
            bytes -> fill(bytes, chance),
            this::now,
            this::refused);
    envelope = Optional.of(sealer);
    outputs.seal(
        plain -> {
          if (chance.chance(KEY_CHANGES)) {
            sealer.use(chance.nextInt(KEYS.size()));
          }
          return sealer.seal(plain);
        });
  }

  private static void fill(byte[] bytes, SimRandom random) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
  }

  private static RingKey key(int fill) {
    byte[] bytes = new byte[RingKey.MIN_BYTES];
    Arrays.fill(bytes, (byte) fill);
    return new RingKey(bytes);
  }

  void timers() {
    logic.timers(now());
    boolean ring = lastState.equals(OPERATIONAL) && state().equals(OPERATIONAL);
    if (ring && lossWatch.overdue(now(), world.options().policy.tokenNanos())) {
      if (members().length > 1) {
        world.fail(
            Property.X, "process " + id + " keeps a ring without a token beyond the time-out");
      }
    }
  }

  void persisted(long upTo) {
    logic.persisted(now(), upTo);
  }

  void leave() {
    logic.leave(now());
  }

  void joinGroup() {
    logic.joinGroup(now());
  }

  long submit(boolean safe, byte[] payload) {
    return logic.submit(now(), safe, payload);
  }

  /** What the step asked for; the list is emptied by {@link #endStep}. */
  List<StepOutputs.Output> outputs() {
    return outputs.outputs();
  }

  void endStep() {
    outputs.outputs().clear();
    pool.recycle();
  }

  TokenWatch tokenWatch() {
    return tokenWatch;
  }

  /** Virtual time at which timers are due. */
  long deadline() {
    return logic == null ? Long.MAX_VALUE : clock.virtual(logic.deadline());
  }

  long timerAt() {
    return timerAt;
  }

  void timerAt(long time) {
    timerAt = time;
  }

  // --- the flight recorder --------------------------------------------------------------------

  /** What its recorder holds; empty while it is down, or without recorders. */
  Optional<FlightLog> flightLog() {
    RingPolicy policy = world.options().policy;
    FlightLog.Source source =
        new FlightLog.Source(
            nodeId,
            "",
            "sim",
            storage.incarnation(),
            policy.tokenNanos(),
            policy.consensusNanos(),
            Map.of());
    return up()
        ? recorder.map(
            each ->
                new FlightLog(
                    source, world.now() / 1_000_000, now(), FlightRecorder.events(each.snapshot())))
        : Optional.empty();
  }

  private void record(FlightKind kind, int node, long number) {
    recorder.ifPresent(each -> each.event(now(), kind, node, number, 0, 0));
  }

  /** The system dropped datagrams before this process saw them. */
  void dropped(long datagrams) {
    record(FlightKind.SOCKET_DROPS, 0, datagrams);
  }

  private void refused(Refusal reason, int node) {
    long what = FlightSink.pair(1, (long) reason.ordinal() << 16);
    recorder.ifPresent(each -> each.event(now(), FlightKind.REFUSED, node, 0, 0, what));
  }

  @Override
  public void secondNode(int node) {
    record(FlightKind.DUPLICATE_ID, node, source);
  }

  // --- pause ----------------------------------------------------------------------------------

  void pause() {
    if (!paused) {
      paused = true;
      pausedAt = world.now();
    }
  }

  long pausedAt() {
    return pausedAt;
  }

  void hold(Datagram datagram) {
    if (backlog.size() < BACKLOG_MAX) {
      backlog.add(datagram);
    } else {
      backlogDropped++;
    }
  }

  void hold(Runnable completion) {
    completions.add(completion);
  }

  /** Ends a pause; the packets that waited, in the order to be handled. */
  List<Datagram> resume(BacklogOrder order) {
    paused = false;
    long pause = world.now() - pausedAt;
    // As a node's loop notices it.
    if (2 * pause > world.options().policy.tokenNanos()) {
      record(FlightKind.PAUSE, 0, pause);
    }
    List<Datagram> waiting = backlog;
    backlog = new ArrayList<>();
    if (order == BacklogOrder.REVERSED) {
      Collections.reverse(waiting);
    } else if (order == BacklogOrder.TOKENS_FIRST) {
      waiting.sort((a, b) -> Boolean.compare(b.is(Datagram.TOKEN), a.is(Datagram.TOKEN)));
    }
    return waiting;
  }

  List<Runnable> takeCompletions() {
    List<Runnable> taken = completions;
    completions = new ArrayList<>();
    return taken;
  }

  // --- the application ------------------------------------------------------------------------

  @Override
  public boolean addressKnown(int node) {
    return node == nodeId || (node > 0 && node < addresses.length && addresses[node] > 0);
  }

  @Override
  public int processOf(int node) {
    boolean known = node > 0 && node < addresses.length && addresses[node] > 0;
    return node == nodeId ? id : known ? addresses[node] : node;
  }

  /** As the address book of a node: what takes no part in the ring moves no member. */
  @Override
  public void heardFrom(int node, boolean taken) {
    boolean inWorld = source < addresses.length && node > 0 && node < addresses.length;
    if (inWorld && node != nodeId && (taken || !isMember(node))) {
      addresses[node] = source;
    }
  }

  private boolean isMember(int node) {
    return Arrays.stream(members()).anyMatch(each -> each == node);
  }

  @Override
  public int source() {
    return source;
  }

  @Override
  public void givesWay() {
    gaveWay = true;
    world.after(0, () -> world.crash(id));
  }

  @Override
  public void configuration(ConfigurationChange change) {
    List<Integer> members = change.members().stream().map(NodeId::value).toList();
    boolean regular = change.kind() == ConfigurationChange.Kind.REGULAR;
    history.add(
        regular
            ? new AppEvent.Regular(world.now(), change.ring(), members)
            : new AppEvent.Transitional(
                world.now(), change.ring(), change.next().orElseThrow(), members));
    world.configured(this, regular);
  }

  @Override
  public void group(GroupChange change) {
    List<Integer> nodes = change.members().stream().map(member -> member.node().value()).toList();
    history.add(new AppEvent.Groups(world.now(), nodes));
  }

  @Override
  public void message(MessageView view) {
    byte[] payload = view.payload();
    long item = Payload.item(payload);
    if (item < 0 && view.isFor(MemberLogic.GROUP.bytes())) {
      world.fail(Property.B4, "process " + id + " got a damaged message of " + view.senderNode());
    }
    delivered++;
    AppEvent.Message message =
        new AppEvent.Message(
            world.now(),
            view.senderNode(),
            view.senderIncarnation(),
            view.messageNumber(),
            view.ring(),
            view.sequence(),
            view.safe(),
            payload.length,
            Math.max(0, item));
    if (world.options().keepHistory) {
      history.add(message);
    }
    world.delivered(this, message);
  }
}
