package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.state.replica.StateMessage.Chunk;
import io.evs.state.replica.StateMessage.Header;
import io.evs.state.replica.StateMessage.Place;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transfer that is under way, one at a time, and those to come for merges. */
class Transfers {
  /** How long the sender waits for its pieces before it sends them again. */
  static final long AGAIN_NANOS = 2_000_000_000L;

  private final GroupMember self;
  private final Consumer<StateMessage> send;
  private final Pace pace;
  private final SortedMap<Side, List<GroupMember>> merges = new TreeMap<>();
  private RingId ring = new RingId(0, 0);
  private long number;
  private @Nullable Transfer current;
  private @Nullable TransferId cutAsked;

  /** The last one that was completed, what this member's digest was, and who has not told. */
  private @Nullable TransferId done;

  private byte[] doneDigest = {};
  private final Set<GroupMember> doneBy = new HashSet<>();

  Transfers(GroupMember self, Consumer<StateMessage> send, Pace pace) {
    this.self = self;
    this.send = send;
    this.pace = pace;
  }

  /** Transfers are numbered in a ring. */
  void ring(RingId next) {
    ring = next;
    number = 0;
    cutAsked = null;
  }

  /** A configuration was agreed upon; returns whether the transfer goes on. */
  boolean decided(Decision decision, RingId next) {
    ring(next);
    boolean goesOn =
        current != null
            && !current.isForMerge()
            && decision.continued().equals(Optional.of(current.id))
            && !current.sources.isEmpty();
    if (!goesOn) {
      current = null;
    } else {
      Set<GroupMember> present = new HashSet<>(decision.seniors());
      present.addAll(decision.others());
      current.sources.retainAll(decision.seniors());
      current.targets.retainAll(present);
      goesOn = !current.sources.isEmpty() && !current.targets.isEmpty();
      current = goesOn ? current : null;
    }
    merges.clear();
    decision.unmerged().forEach((side, members) -> merges.put(side, List.copyOf(members)));
    return goesOn;
  }

  boolean isIdle() {
    return current == null && merges.isEmpty();
  }

  boolean isMerging() {
    return !merges.isEmpty();
  }

  TransferId nextId() {
    return new TransferId(ring, number + 1);
  }

  /** The transfer of the state that this member sends or gets. */
  Optional<TransferId> stateInWork() {
    return current != null && !current.isForMerge() && current.has(self)
        ? Optional.of(current.id)
        : Optional.empty();
  }

  Optional<Transfer> current(TransferId id) {
    return Optional.ofNullable(current).filter(each -> each.id.equals(id));
  }

  void start(Transfer transfer) {
    current = transfer;
    number = transfer.id.number();
  }

  void end() {
    current = null;
  }

  /** In a later primary ring the transfer's state is of that one. */
  void primary(long sequence) {
    if (current != null) {
      current.primary = sequence;
    }
  }

  void left(Collection<GroupMember> gone) {
    if (current != null && !current.without(gone)) {
      current = null;
    }
    Map<Side, List<GroupMember>> rest = new TreeMap<>();
    merges.forEach(
        (side, members) -> {
          List<GroupMember> left = members.stream().filter(each -> !gone.contains(each)).toList();
          if (!left.isEmpty()) {
            rest.put(side, left);
          }
        });
    merges.clear();
    merges.putAll(rest);
  }

  /** The next side that others have gone on without tells its state, for being merged. */
  void startMerge(long now) {
    if (current == null && !merges.isEmpty()) {
      Side side = merges.firstKey();
      Transfer transfer = new Transfer(nextId(), Place.APART, merges.remove(side), List.of(), now);
      transfer.primary = side.primary();
      transfer.applied = side.applied();
      start(transfer);
    }
  }

  /** Asks for a cut, once for each transfer. */
  void sendCut() {
    if (!nextId().equals(cutAsked)) {
      cutAsked = nextId();
      send.accept(new StateMessage.Cut(cutAsked));
    }
  }

  void header(GroupMember sender, Header header) {
    Transfer transfer = current;
    if (transfer != null
        && transfer.chunks == 0
        && transfer.sender().equals(Optional.of(sender))
        && transfer.place == header.place()) {
      transfer.chunks = header.chunks();
      transfer.primary = Math.max(transfer.primary, header.primary());
      transfer.applied = header.applied();
    }
  }

  void chunk(Chunk chunk, boolean keeps, long now) {
    Transfer transfer = current;
    if (transfer != null && transfer.chunks != 0 && chunk.index() == transfer.received) {
      transfer.chunk(chunk.bytes(), keeps);
      transfer.progress = now;
    }
  }

  /** Whether this member is the one to send it: the first of those present that can. */
  boolean sends(Transfer transfer) {
    return transfer.sender().equals(Optional.of(self));
  }

  /** Sends what may be under way, if this member is the one to send. */
  void pump(long now, Machine machine) {
    Transfer transfer = current;
    if (transfer == null || !sends(transfer)) {
      return;
    }
    if (!transfer.sends) {
      transfer.sends = true;
      transfer.sent = transfer.received;
      transfer.progress = now;
    }
    List<byte[]> own = transfer.own;
    if (own == null) {
      own = machine.snapshot(pace.chunkBytes());
      transfer.own = own;
    }
    if (transfer.chunks == 0 && !transfer.headerSent) {
      transfer.headerSent = true;
      send.accept(
          new Header(
              transfer.id,
              transfer.place,
              own.size(),
              transfer.primary,
              transfer.applied,
              transfer.sources,
              transfer.targets));
    }
    while (transfer.sent < Math.min(own.size(), transfer.received + pace.window())) {
      send.accept(new Chunk(transfer.id, transfer.sent, own.get(transfer.sent)));
      transfer.sent++;
    }
  }

  void timers(long now, Machine machine) {
    if (now >= deadline()) {
      current.progress = now;
      current.sent = current.received;
      current.headerSent = false;
      pump(now, machine);
    }
  }

  long deadline() {
    return current != null && current.sends ? current.progress + AGAIN_NANOS : Long.MAX_VALUE;
  }

  /** A transfer was completed; the digests of those who took part are compared with this one. */
  void compared(Transfer transfer, byte[] digest) {
    done = transfer.id;
    doneDigest = digest;
    doneBy.clear();
    doneBy.addAll(transfer.all());
  }

  /** Whether the digest that a member told is not this member's. */
  boolean differs(GroupMember sender, StateMessage.Digest digest) {
    return digest.transfer().equals(done)
        && doneBy.remove(sender)
        && !Arrays.equals(digest.digest(), doneDigest);
  }
}
