package io.evs.node.status;

import io.evs.ConfigurationChange;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.flight.Cause;
import io.evs.history.ChangeText;
import io.evs.history.Journal;
import io.evs.history.NodeEvent;
import io.evs.node.address.AddressBook;
import io.evs.node.process.Moment;
import io.evs.text.Spans;
import io.evs.totem.Totem;
import io.evs.totem.TotemState;
import io.evs.totem.part.Counter;
import io.evs.totem.part.PutAside;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * Watches what becomes of a node's ring: tells the journal each change of members with its cause,
 * as far as this node can know it, and what goes wrong meanwhile. Loop thread only.
 */
public final class RingWatch {
  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String SEALED = "security_rejected_";

  private static final Set<String> ORDINARY =
      Set.of(SEALED + "unknown_start", SEALED + "answers", SEALED + "own");

  /** What is wrong with packets that are refused, by the counter that counts them. */
  private static final Map<String, String> REFUSALS =
      Map.of(
          "security_rejected_other_key", "packets that are sealed with another key are refused",
          "security_rejected_no_envelope", "packets that are not sealed are refused",
          "security_rejected_forged", "packets that fail authentication are refused",
          "security_rejected_over_budget", "more packets of strangers come than can be looked at",
          "rejected_unlisted", "packets of hosts that are not listed as peers are refused");

  private final int self;
  private final long tokenNanos;
  private final AddressBook book;
  private final Totem totem;
  private final Journal journal;
  private final Absentees absentees = new Absentees();
  private final Troubles troubles;
  private final ObjLongConsumer<Map<String, Long>> refusals;
  private final Set<Integer> leavers = new HashSet<>();
  private Optional<Moment> changingSince = Optional.of(Moment.now());

  /** When the change began of each ring that is installed and was not told yet, in their order. */
  private final Deque<Moment> began = new ArrayDeque<>();

  private List<NodeId> members = List.of();
  private Map<NodeId, Long> incarnations = Map.of();
  private List<NodeEvent.Left> left = List.of();
  private Cause leftBecause = Cause.UNKNOWN;
  private long failuresBefore;
  private long lossesBefore;
  private long pauseNanos;
  private long pausedAt;
  private Map<String, Long> sampled = Map.of();
  private long sampledAt = System.nanoTime();
  private String lately = "";
  private Optional<Moment> lastRefusal = Optional.empty();
  private Optional<Moment> lastPause = Optional.empty();

  /**
   * Nothing is known yet.
   *
   * @param refusals takes the counters of the node and the time, about once a second
   */
  public RingWatch(
      int self,
      long tokenNanos,
      AddressBook book,
      Totem totem,
      Journal journal,
      ObjLongConsumer<Map<String, Long>> refusals) {
    this.self = self;
    this.tokenNanos = tokenNanos;
    this.book = book;
    this.totem = totem;
    this.journal = journal;
    this.troubles = new Troubles(journal);
    this.refusals = refusals;
  }

  /** This process did not run before now. */
  public void paused(long now, long nanos) {
    pausedAt = now;
    pauseNanos = nanos;
    String text = "this process did not run for " + Spans.of(nanos);
    Moment moment = Moment.now();
    lastPause = Optional.of(moment);
    troubles.happened(moment, "pause", "pause", text, 1);
  }

  /** The system dropped datagrams before this process saw them. */
  public void dropped(long datagrams) {
    String text = "the receive buffer was full, and datagrams were dropped here";
    troubles.happened(Moment.now(), "buffer", "buffer", text, datagrams);
  }

  /** A node leaves on purpose. */
  public void leaves(int nodeId) {
    leavers.add(nodeId);
  }

  /** Another node has the id of one, as a sentence says. */
  public void duplicate(InetSocketAddress from, String sentence, long now) {
    absentees.suspect(from, "id_in_use", now);
    troubles.happened(Moment.now(), "duplicate_id", "duplicate_id", sentence, 1);
  }

  /** Somebody cannot be a member, for what he does. */
  public void stranger(InetSocketAddress from, String does, long now) {
    absentees.suspect(from, does.contains("version") ? "other_version" : "other_key", now);
    lately = " (lately of " + StatusWriter.text(from) + ", which " + does + ")";
  }

  /** When a packet was refused last. */
  public Optional<Moment> lastRefusal() {
    return lastRefusal;
  }

  /** When this process did not run last. */
  public Optional<Moment> lastPause() {
    return lastPause;
  }

  /** A turn of the loop ends. */
  public void turnEnds(TotemState state) {
    boolean changes = state != TotemState.OPERATIONAL;
    if (changes != changingSince.isPresent()) {
      changingSince = changes ? Optional.of(Moment.now()) : Optional.empty();
    }
  }

  /** Since when the ring re-forms; empty while it works. */
  public Optional<Moment> changingSince() {
    return changingSince;
  }

  /** Whether counters are to be looked at again. */
  public boolean samples(long now) {
    return now - sampledAt >= SAMPLE_NANOS;
  }

  /** Looks at counters, and what else goes on. */
  public void sample(long now, Map<String, Long> counters) {
    sampledAt = now;
    Moment moment = Moment.now();
    for (Map.Entry<String, String> each : REFUSALS.entrySet()) {
      long count = counters.getOrDefault(each.getKey(), 0L);
      long more = count - sampled.getOrDefault(each.getKey(), 0L);
      if (more > 0) {
        boolean strangers = each.getKey().startsWith("security");
        String text = each.getValue() + (strangers ? lately : "");
        troubles.happened(moment, each.getKey(), event(each.getKey()), text, more);
      }
    }
    if (refusals(counters) > refusals(sampled)) {
      lastRefusal = Optional.of(moment);
    }
    refusals.accept(counters, now);
    sampled = counters;
    for (PutAside each : totem.putAside(now)) {
      // It was this node that did not run: that is told, and the others have done nothing.
      if (hasPaused(now) || absentees.isLostInPause(each.nodeId())) {
        continue;
      }
      String id = NodeId.of(Integer.toUnsignedLong(each.nodeId())).toString();
      String text = "node " + id + " is put aside: a ring was formed without it, though it sends";
      troubles.happened(moment, "put_aside " + id, "put_aside", text, 1);
    }
    troubles.endQuiet(moment);
    journal.settle();
  }

  /** Packets refused for how they were sealed, without those that are so on each ring. */
  private static long refusals(Map<String, Long> counters) {
    long sum = 0;
    for (Map.Entry<String, Long> each : counters.entrySet()) {
      boolean counts = each.getKey().startsWith(SEALED) && !ORDINARY.contains(each.getKey());
      sum += counts ? each.getValue() : 0;
    }
    return sum;
  }

  private static String event(String counter) {
    return counter.contains("other_key") || counter.contains("no_envelope")
        ? "other_key"
        : "refused";
  }

  /** A ring is installed; with quorum its configuration is delivered later. */
  public void ringInstalled() {
    began.add(changingSince.orElseGet(Moment::now));
  }

  /** A configuration is delivered; before the address book knows it. */
  public void configuration(long now, ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
      leave(now, change.left());
    } else {
      told(change);
    }
  }

  private void leave(long now, List<NodeId> gone) {
    List<NodeEvent.Left> reasons = new ArrayList<>();
    for (NodeId each : gone) {
      Optional<InetSocketAddress> address = book.find(each.value());
      String reason = reason(now, each, address);
      reasons.add(new NodeEvent.Left(each, reason));
      absentees.left(each.value(), reason, address, incarnations.getOrDefault(each, 0L));
    }
    left = reasons;
    leftBecause = cause(reasons);
  }

  private String reason(long now, NodeId who, Optional<InetSocketAddress> address) {
    if (leavers.contains(who.value())) {
      return "left";
    }
    return address
        .flatMap(where -> absentees.suspicion(where, now))
        .orElse(hasPaused(now) ? Absentees.PAUSE : "token_lost");
  }

  private boolean hasPaused(long now) {
    return hasPausedSince(changingSince.map(Moment::nanos).orElse(now));
  }

  /** Whether this process stood still in a change that began then, or shortly before it. */
  private boolean hasPausedSince(long change) {
    return pauseNanos > 0 && pausedAt - (change - tokenNanos) >= 0;
  }

  private Cause cause(List<NodeEvent.Left> reasons) {
    List<NodeEvent.Left> lost =
        reasons.stream().filter(each -> !each.reason().equals("left")).toList();
    if (lost.isEmpty()) {
      return Cause.LEAVE;
    }
    switch (lost.get(0).reason()) {
      case Absentees.PAUSE:
        return Cause.PAUSE;
      case "other_key":
        return Cause.KEY;
      case "id_in_use":
        return Cause.DUPLICATE_ID;
      default:
        break;
    }
    if (totem.counters().get(Counter.FAILED_TO_RECEIVE) > failuresBefore) {
      return Cause.LOSS;
    }
    long began = changingSince.map(Moment::nanos).orElse(0L);
    boolean heard = lost.stream().anyMatch(each -> isHeard(each.id(), began));
    return heard || lost.size() > 1 ? Cause.LINK : Cause.CRASH;
  }

  /** Whether the member itself was heard, and not a later start of that node. */
  private boolean isHeard(NodeId who, long since) {
    return book.isHeardSince(who.value(), since)
        && incarnations.getOrDefault(who, 0L) == totem.incarnationOf(who.value());
  }

  private void told(ConfigurationChange change) {
    Moment moment = Moment.now();
    long since = began.remove().nanos();
    long took = moment.nanos() - since;
    boolean first = members.isEmpty();
    boolean back =
        change.joined().stream()
            .anyMatch(each -> absentees.isBack(each.value(), totem.incarnationOf(each.value())));
    Cause cause =
        first
            ? Cause.START
            : !left.isEmpty()
                ? leftBecause
                : change.joined().isEmpty() ? again(since) : back ? Cause.MERGE : Cause.JOIN;
    List<NodeId> joined =
        change.joined().stream().filter(each -> !first || each.value() != self).toList();
    String text =
        ChangeText.of(members, change.members(), joined, left, cause, back)
            + ", in "
            + Spans.of(took)
            + ", ring "
            + change.ring()
            + change.primary().map(each -> each ? ", primary" : ", not primary").orElse("");
    journal.tell(
        moment.wall(),
        text,
        new NodeEvent.Change(
            change.ring(),
            change.members(),
            joined,
            left,
            cause,
            TimeUnit.NANOSECONDS.toMillis(took),
            change.primary()));
    absentees.present(change.members());
    members = change.members();
    incarnations =
        members.stream()
            .collect(Collectors.toMap(each -> each, each -> totem.incarnationOf(each.value())));
    left = List.of();
    leavers.clear();
    pauseNanos = 0;
    failuresBefore = totem.counters().get(Counter.FAILED_TO_RECEIVE);
    lossesBefore = totem.counters().get(Counter.TOKEN_LOSSES);
  }

  /** The same members formed a ring again. */
  private Cause again(long since) {
    boolean lost = totem.counters().get(Counter.TOKEN_LOSSES) > lossesBefore;
    return lost && hasPausedSince(since) ? Cause.PAUSE : Cause.UNKNOWN;
  }

  /** What is missing now; see {@link Absentees#list}. */
  public List<NodeStatus.Missing> missing(Moment now, Collection<String> unnamed) {
    Set<Integer> aside =
        totem.putAside(now.nanos()).stream().map(PutAside::nodeId).collect(Collectors.toSet());
    return absentees.list(now, book.absentPeers(), unnamed, aside);
  }

  /** Nodes that are put aside now. */
  public List<NodeStatus.PutAside> putAside(Moment now) {
    return totem.putAside(now.nanos()).stream()
        .map(
            each ->
                new NodeStatus.PutAside(
                    new NodeId(each.nodeId()),
                    now.wall().plusNanos(each.sinceNanos() - now.nanos()),
                    now.wall().plusNanos(each.untilNanos() - now.nanos())))
        .toList();
  }

  /** Figures of the other members. */
  public List<NodeStatus.PeerFigures> peers() {
    return members.stream()
        .filter(each -> each.value() != self)
        .map(
            each ->
                new NodeStatus.PeerFigures(
                    each, totem.behind(each.value()), totem.lateOf(each.value())))
        .toList();
  }

  /** What goes wrong now and is not over, a sentence each. */
  public List<String> troubles(Moment now) {
    return troubles.sentences(now);
  }
}
