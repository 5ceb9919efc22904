package io.evs.state.replica;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.state.replica.OwnCommands.Answer;
import io.evs.state.replica.StateEffects.Refusal;
import io.evs.state.replica.StateMessage.Chunk;
import io.evs.state.replica.StateMessage.Command;
import io.evs.state.replica.StateMessage.Hello;
import io.evs.state.replica.StateMessage.Place;
import io.evs.state.replica.StateMessage.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One of those that share a state: a member of its group, without I/O. It is given the events of
 * its handle in their order, commands, and the time, and applies all commands to its machine.
 *
 * <p>Time is a parameter, nanoseconds of a monotonic clock. Not thread-safe.
 */
public class StateParticipant {
  /** How long members are waited for that have not said what they have, and others know. */
  static final long ROUND_NANOS = 1_000_000_000L;

  /** Bytes of commands that are kept back for a state that is on its way. */
  static final long HELD_MAX_BYTES = 256L << 20;

  private final GroupMember self;
  private final Machine machine;
  private final StateEffects effects;
  private final TreeSet<GroupMember> members = new TreeSet<>();
  private final Roster roster = new Roster();
  private final Transfers transfers;
  private final Held held;
  private final int chunkBytes;
  private final Queued queue = new Queued();
  private final OwnCommands own;
  private final Rules rules;
  private @Nullable Round round;
  private Status status = Status.NONE;
  private boolean isUnmerged;
  private @Nullable Side staleSide;
  private RingId ring = new RingId(0, 0);
  private Optional<Boolean> primary = Optional.empty();
  private RingId since = new RingId(0, 0);
  private @Nullable RingId leftTo;
  private Set<NodeId> together = Set.of();
  private long primarySequence;
  private long applied;
  private boolean joined;
  private boolean inTail;
  private boolean hasEnded;
  private long nextSkip = Long.MAX_VALUE;
  private long now;

  /**
   * A participant whose handle is about to join the group.
   *
   * @param self its handle
   */
  public StateParticipant(GroupMember self, Machine machine, StateEffects effects, Pace pace) {
    this(self, machine, effects, pace, Rules.USUAL);
  }

  /** For tests that replace a rule. */
  StateParticipant(
      GroupMember self, Machine machine, StateEffects effects, Pace pace, Rules rules) {
    this.self = self;
    this.machine = machine;
    this.effects = effects;
    this.rules = rules;
    this.chunkBytes = pace.chunkBytes();
    this.held = rules.held();
    this.own = new OwnCommands(effects);
    this.transfers = rules.transfers(self, this::send, pace);
  }

  // ---- commands

  /**
   * Submits a command; waits for the state if it is not there yet.
   *
   * @param safe whether it is answered only when every member has it
   * @return its number
   */
  public long submit(long time, byte[] command, boolean safe) {
    now = time;
    return own.submit(command, safe, joined && !mayApply(), status == Status.READY);
  }

  /** Whether this member has the state, as of here in the order. */
  public boolean isReady() {
    return status == Status.READY && round == null;
  }

  /** How many commands the state has, of one side at least: merges count as one. */
  public long applied() {
    return applied;
  }

  /** Who has the state; empty while that is not known. The first one speaks for it. */
  public List<GroupMember> seniors() {
    return List.copyOf(roster.seniors);
  }

  /** SHA-256 of a snapshot, in hexadecimal. */
  public static String digest(List<byte[]> snapshot) {
    return HexFormat.of().formatHex(Transfer.digest(snapshot));
  }

  private boolean mayApply() {
    return rules.mayApply(primary.orElse(true));
  }

  private void refuseOwn(GroupMember sender, long number, Refusal why) {
    if (sender.equals(self)) {
      own.refuse(number, why);
    }
  }

  // ---- events

  /** A configuration change. */
  public void configuration(long time, ConfigurationChange change) {
    now = time;
    inTail = change.kind() == ConfigurationChange.Kind.TRANSITIONAL;
    if (inTail) {
      together = Set.copyOf(change.members());
      return;
    }
    ring = change.ring();
    primary = change.primary();
    if (!joined || hasEnded) {
      return;
    }
    if (leftTo == null) {
      leftTo = ring;
    }
    // What came in a ring that was left before its members agreed is applied by none of them.
    queue.clear((sender, command) -> refuseOwn(sender, command.number(), Refusal.UNKNOWN));
    round = new Round(ring, now);
    nextSkip = now + ROUND_NANOS;
    Side side = side();
    send(
        new Hello(
            ring,
            status,
            isUnmerged,
            staleSide == null ? side : staleSide,
            side.way(),
            transfers.stateInWork(),
            comeAlong(roster.seniors),
            comeAlong(roster.others)));
  }

  private Side side() {
    return new Side(new Way(since, leftTo == null ? since : leftTo), primarySequence, applied);
  }

  private List<GroupMember> comeAlong(List<GroupMember> those) {
    return status == Status.READY
        ? those.stream().filter(each -> together.contains(each.node())).toList()
        : List.of();
  }

  /** A change of the state's group. */
  public void group(long time, GroupChange change) {
    now = time;
    members.clear();
    members.addAll(change.members());
    if (hasEnded) {
      return;
    }
    if (!joined) {
      if (change.joined().stream().anyMatch(each -> each.member().equals(self))) {
        joinedItself(change);
      }
      return;
    }
    if (round == null) {
      changed(change);
      return;
    }
    left(change);
    change.left().forEach(each -> round.left(each.member()));
    for (GroupChange.Change each : change.joined()) {
      if (each.reason() == Reason.JOIN) {
        round.joined(each.member());
      }
    }
    queue.add(change);
    tryDecide();
  }

  private void joinedItself(GroupChange change) {
    joined = true;
    if (members.size() > StateMessage.MEMBERS_MAX) {
      end("more than " + StateMessage.MEMBERS_MAX + " handles cannot share a state");
      return;
    }
    since = ring;
    leftTo = null;
    roster.joinedItself(change);
    held.begin(Place.JOIN);
    transfers.ring(ring);
    promote();
    goOn();
  }

  /** A message to the state's group. */
  public void message(long time, GroupMember sender, byte[] payload) {
    now = time;
    // Whoever is not in the group has no say.
    if (hasEnded || !joined || !members.contains(sender)) {
      return;
    }
    StateMessage message = StateMessage.read(payload).orElse(null);
    if (message == null) {
      return;
    }
    if (message instanceof Hello hello) {
      if (round != null && hello.ring().equals(round.ring)) {
        round.hello(sender, hello);
        tryDecide();
      }
    } else if (message instanceof StateMessage.Skip skip) {
      if (round != null && skip.ring().equals(round.ring)) {
        round.skip();
        tryDecide();
      }
    } else if (round != null) {
      queue.add(sender, message, payload.length);
      if (queue.bytes() > HELD_MAX_BYTES) {
        end("more came than can be kept while members do not say what they have");
      }
    } else {
      said(sender, message);
    }
  }

  private void said(GroupMember sender, StateMessage message) {
    if (message instanceof Command command) {
      command(sender, command);
    } else if (message instanceof StateMessage.Cut cut) {
      cut(sender, cut);
    } else if (message instanceof StateMessage.Header header) {
      header(sender, header);
    } else if (message instanceof Chunk chunk) {
      chunk(sender, chunk);
    } else if (message instanceof StateMessage.Digest digest && status == Status.READY) {
      if (transfers.differs(sender, digest)) {
        effects.differ(List.of(sender));
      }
    }
  }

  private void command(GroupMember sender, Command command) {
    if (!mayApply()) {
      refuseOwn(sender, command.number(), Refusal.NOT_PRIMARY);
    } else if (status != Status.READY) {
      held.add(sender, command);
      checkHeld();
    } else {
      apply(sender, command);
    }
  }

  private void checkHeld() {
    if (held.bytes() > HELD_MAX_BYTES) {
      end("more commands came than can be kept while the state is on its way");
    }
  }

  private void apply(GroupMember sender, Command command) {
    Answer answer;
    try {
      answer = new Answer(machine.apply(command.bytes()), null);
    } catch (RuntimeException failure) {
      answer = new Answer(null, failure);
    }
    applied++;
    if (sender.equals(self)) {
      own.applied(command.number(), answer, rules.waits(inTail));
    }
  }

  // ---- who has the state

  private void tryDecide() {
    Optional<TreeMap<GroupMember, Round.Entry>> entries = round.entries(members);
    if (entries.isEmpty()) {
      return;
    }
    round = null;
    nextSkip = Long.MAX_VALUE;
    decided(Decision.of(entries.get(), mayApply(), primary.isEmpty()));
    while (round == null && !queue.isEmpty() && !hasEnded) {
      Queued.Event next = queue.remove();
      if (next instanceof Queued.Changed changed) {
        joined(changed.change());
      } else if (next instanceof Queued.Said said) {
        said(said.sender(), said.message());
      }
    }
  }

  private void decided(Decision decision) {
    Status before = status;
    final Side mine = side();
    boolean goesOn = transfers.decided(decision, ring);
    if (!goesOn) {
      dropHeld(Place.CONFIGURATION);
    }
    roster.become(decision);
    since = ring;
    leftTo = null;
    if (roster.seniors.contains(self)) {
      if (before == Status.NONE) {
        begin();
      }
      become(Status.READY);
    } else if (before == Status.READY) {
      staleSide = mine;
      isUnmerged = primary.isEmpty();
      become(Status.STALE);
    }
    if (primary.orElse(false)) {
      if (status == Status.READY) {
        primarySequence = ring.sequence();
      }
      transfers.primary(ring.sequence());
    }
    own.decideTail(status == Status.READY && mayApply());
    if (!mayApply()) {
      own.refuseWaiting(Refusal.NOT_PRIMARY);
    }
    if (!goesOn
        && !transfers.isMerging()
        && !roster.others.isEmpty()
        && !roster.seniors.isEmpty()) {
      start(Place.CONFIGURATION, transfers.nextId(), roster.others);
    }
    goOn();
  }

  private void begin() {
    machine.begin();
    applied = 0;
    primarySequence = primary.orElse(false) ? ring.sequence() : 0;
  }

  private void become(Status next) {
    boolean changes = (next == Status.READY) != (status == Status.READY);
    status = next;
    if (next == Status.READY) {
      staleSide = null;
      isUnmerged = false;
    }
    if (changes) {
      effects.ready(next == Status.READY);
    }
    if (next == Status.READY && mayApply()) {
      own.sendWaiting();
    } else if (next == Status.READY) {
      own.refuseWaiting(Refusal.NOT_PRIMARY);
    }
  }

  private void dropHeld(Place place) {
    for (Held.Kept each : held.begin(place)) {
      refuseOwn(each.sender(), each.command().number(), Refusal.UNKNOWN);
    }
  }

  private void changed(GroupChange change) {
    left(change);
    joined(change);
  }

  private void left(GroupChange change) {
    List<GroupMember> gone = change.left().stream().map(GroupChange.Change::member).toList();
    gone.forEach(roster::left);
    transfers.left(gone);
  }

  private void joined(GroupChange change) {
    boolean nobodyWaits = roster.others.isEmpty();
    List<GroupMember> joiners = new ArrayList<>();
    for (GroupChange.Change each : change.joined()) {
      if (each.reason() == Reason.JOIN && members.contains(each.member())) {
        roster.joined(each.member());
        joiners.add(each.member());
      }
    }
    promote();
    if (status == Status.READY && transfers.isIdle() && nobodyWaits && !joiners.isEmpty()) {
      start(Place.JOIN, transfers.nextId(), joiners);
    }
    goOn();
  }

  private void promote() {
    if (roster.promote(self, mayApply()) && roster.seniors.contains(self)) {
      if (status == Status.NONE) {
        begin();
      }
      dropHeld(Place.MESSAGE);
      become(Status.READY);
    }
  }

  // ---- transfers

  /** Where a snapshot is cut for the members that lack the state. */
  void start(Place place, TransferId id, List<GroupMember> targets) {
    Transfer transfer = new Transfer(id, place, roster.seniors, targets, now);
    if (status == Status.READY) {
      transfer.primary = primarySequence;
      transfer.applied = applied;
      transfer.own = machine.snapshot(chunkBytes);
    }
    transfers.start(transfer);
  }

  private void goOn() {
    if (status == Status.READY || roster.isKnown) {
      transfers.startMerge(now);
    }
    if (status == Status.READY
        && transfers.isIdle()
        && !roster.others.isEmpty()
        && roster.first().equals(Optional.of(self))) {
      transfers.sendCut();
    }
    transfers.pump(now, machine);
  }

  private void cut(GroupMember sender, StateMessage.Cut cut) {
    if (status != Status.READY) {
      held.mark(cut.transfer());
      checkHeld();
    } else if (roster.first().equals(Optional.of(sender))
        && transfers.isIdle()
        && !roster.others.isEmpty()
        && cut.transfer().equals(transfers.nextId())) {
      start(Place.MESSAGE, cut.transfer(), roster.others);
      goOn();
    }
  }

  private void header(GroupMember sender, StateMessage.Header header) {
    boolean isNew = transfers.current(header.transfer()).isEmpty();
    if (isNew && !isBelieved(sender, header)) {
      return;
    }
    if (isNew) {
      transfers.start(
          new Transfer(header.transfer(), header.place(), header.sources(), header.targets(), now));
      for (Held.Kept each : held.cutAt(header.transfer())) {
        refuseOwn(each.sender(), each.command().number(), Refusal.UNKNOWN);
      }
    }
    transfers.header(sender, header);
    transfers.pump(now, machine);
  }

  /** Whether a member without the state takes somebody for who may send it. */
  private boolean isBelieved(GroupMember sender, StateMessage.Header header) {
    Optional<GroupMember> first = header.sources().stream().filter(members::contains).findFirst();
    return status != Status.READY
        && transfers.isIdle()
        && first.equals(Optional.of(sender))
        && (!roster.isKnown || roster.first().equals(first))
        && (roster.isKnown || header.targets().contains(self))
        && !header.sources().contains(self)
        && header.transfer().ring().equals(ring)
        && held.began(header.place(), header.transfer());
  }

  private void chunk(GroupMember sender, Chunk chunk) {
    Transfer transfer = transfers.current(chunk.transfer()).orElse(null);
    if (transfer == null || !transfer.sender().equals(Optional.of(sender))) {
      return;
    }
    boolean wants =
        transfer.isForMerge() ? status == Status.READY : transfer.targets.contains(self);
    transfers.chunk(chunk, wants, now);
    if (transfer.isDone()) {
      transfers.end();
      if (transfer.isForMerge()) {
        merge(transfer);
      } else {
        complete(transfer);
      }
      if (hasEnded) {
        return;
      }
      goOn();
    } else {
      transfers.pump(now, machine);
    }
  }

  private void merge(Transfer transfer) {
    if (status == Status.READY) {
      try {
        machine.merge(transfer.got);
        applied = Math.max(applied, transfer.applied) + 1;
      } catch (IllegalArgumentException unreadable) {
        effects.differ(List.copyOf(transfer.sources));
      }
    } else if (transfer.sources.contains(self)) {
      isUnmerged = false;
    }
  }

  private void complete(Transfer transfer) {
    List<GroupMember> targets = List.copyOf(transfer.targets);
    byte[] came = transfer.digest();
    byte[] mine = came;
    roster.completed(transfer, members);
    if (targets.contains(self)) {
      try {
        machine.load(transfer.got);
      } catch (IllegalArgumentException unreadable) {
        end("the state that " + transfer.sources + " sent is not readable");
        return;
      }
      mine = Transfer.digest(machine.snapshot(chunkBytes));
      applied = transfer.applied;
      primarySequence = transfer.primary;
    } else if (transfer.own != null && !transfer.isSame()) {
      mine = Transfer.digest(transfer.own);
    }
    if (transfer.has(self)) {
      send(new StateMessage.Digest(transfer.id, mine));
      transfers.compared(transfer, mine);
      if (!Arrays.equals(came, mine)) {
        end("the state differs from that of " + transfer.sender().map(String::valueOf).orElse(""));
        return;
      }
    }
    if (targets.contains(self)) {
      held.begin(Place.MESSAGE).forEach(each -> apply(each.sender(), each.command()));
      become(Status.READY);
    }
  }

  private void end(String why) {
    hasEnded = true;
    own.refuseAll(Refusal.UNKNOWN);
    effects.ended(why);
  }

  private void send(StateMessage message) {
    effects.send(StateMessage.write(message), false);
  }

  // ---- time

  /** Runs what is due; call when {@link #deadline()} is reached. */
  public void timers(long time) {
    now = time;
    if (hasEnded) {
      return;
    }
    if (round != null && now >= nextSkip) {
      nextSkip = now + ROUND_NANOS;
      if (round.hasHeard(self) && !round.skips()) {
        send(new StateMessage.Skip(ring));
      }
    }
    if (round == null) {
      transfers.timers(now, machine);
    }
  }

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  public long deadline() {
    return hasEnded
        ? Long.MAX_VALUE
        : Math.min(nextSkip, round == null ? transfers.deadline() : nextSkip);
  }

  /** Where it is, in one line, for comparisons of members that are ready. */
  public String describe() {
    return status + " " + applied + " " + roster.seniors;
  }
}
