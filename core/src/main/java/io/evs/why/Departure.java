package io.evs.why;

import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightList;
import io.evs.flight.FlightSink;
import io.evs.flight.GatherReason;
import io.evs.flight.Refusal;
import io.evs.why.Change.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Why a ring was left: looks at how each of its members whose recorder there is came out of it. The
 * first cause in the order of {@link #verdict} that something shows is taken: what its own recorder
 * says of a member comes before what others conclude from its silence.
 */
final class Departure {
  /** A pause is blamed from this part of the token time-out on. */
  private static final double PAUSE_SHARE = 0.8;

  private final RingId ring;
  private final List<Stay> stays;
  private final Set<Integer> gone;
  private final Set<Integer> restarted;
  private final Set<Integer> known = new TreeSet<>();
  private final List<Traffic> traffic;

  /**
   * A ring that was left.
   *
   * @param stays those of its members whose recorder there is
   * @param gone members that did not come along into the next ring
   * @param restarted nodes that tell of a later start
   */
  Departure(RingId ring, List<Stay> stays, Set<Integer> gone, Set<Integer> restarted) {
    this.ring = ring;
    this.stays = stays;
    this.gone = gone;
    this.restarted = restarted;
    stays.stream().filter(each -> each.exit().isPresent()).forEach(each -> known.add(each.node()));
    this.traffic = Traffic.of(stays, /* withTokens= */ isComplete());
  }

  /**
   * Whether all members tell. A token that was sent again may have been lost anywhere behind its
   * sender, so that some of them alone cannot say where.
   */
  private boolean isComplete() {
    return !stays.isEmpty() && known.containsAll(stays.get(0).members());
  }

  Verdict verdict() {
    Verdict found =
        leave()
            .or(this::otherKey)
            .or(this::pause)
            .or(() -> of(Traffic::fullBuffer))
            .or(() -> of(Traffic::smallPath))
            .or(this::failedToReceive)
            .or(this::saidToBeDeaf)
            .or(this::strangers)
            .or(this::crash)
            .or(this::link)
            .or(() -> Traffic.first(traffic, Traffic::loss))
            .or(this::tokenLost)
            .orElseGet(this::unknown);
    return found.with(timers());
  }

  /** Something wrong with a member, unless another fell silent and is all that is known of it. */
  private Optional<Verdict> of(Function<Traffic, Optional<Verdict>> question) {
    return Traffic.first(traffic, question)
        .filter(found -> !isSomebodyUnheard() || found.blamed().stream().anyMatch(gone::contains));
  }

  private Optional<Verdict> leave() {
    Set<Integer> leavers = new TreeSet<>();
    List<String> evidence = new ArrayList<>();
    for (Stay each : stays) {
      if (each.left()) {
        leavers.add(each.node());
        evidence.add(Words.node(each.node()) + " left on purpose");
      }
      each.events(FlightKind.LEAVE_HEARD)
          .forEach(
              heard -> {
                leavers.add(heard.node());
                evidence.add(heard(each, heard.node()));
              });
    }
    return leavers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Verdict.of(
                Cause.LEAVE,
                leavers,
                (leavers.size() == 1 ? "it" : Words.nodes(leavers)) + " left on purpose",
                evidence));
  }

  private static String heard(Stay stay, int leaver) {
    return Words.node(stay.node()) + " got the leave message of " + Words.node(leaver);
  }

  private Optional<Verdict> otherKey() {
    Map<Integer, String> strangers = new TreeMap<>();
    for (Stay each : stays) {
      each.lately(FlightKind.REFUSED, 3 * each.tokenNanos())
          .filter(event -> gone.contains(event.node()) && refusal(event).isOfKeys())
          .forEach(
              event ->
                  strangers.putIfAbsent(
                      event.node(),
                      Words.node(each.node())
                          + " refused packets that claim to be of member "
                          + Words.node(event.node())
                          + " and "
                          + refusal(event).words()));
    }
    return strangers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Verdict.of(
                Cause.KEY,
                strangers.keySet(),
                "packets that claim to be of it are sealed with another key",
                List.copyOf(strangers.values())));
  }

  static Refusal refusal(FlightEvent event) {
    return Refusal.of((int) (event.c() >>> 16) & 0xffff);
  }

  private Optional<Verdict> pause() {
    Map<Integer, Long> pauses = new TreeMap<>();
    for (Stay each : stays) {
      each.lately(FlightKind.PAUSE, 2 * each.tokenNanos())
          .filter(event -> event.a() >= PAUSE_SHARE * each.tokenNanos())
          .forEach(event -> pauses.merge(each.node(), event.a(), Math::max));
    }
    if (pauses.keySet().stream().noneMatch(gone::contains) && isSomebodyUnheard()) {
      return Optional.empty();
    }
    long longest = pauses.values().stream().mapToLong(each -> each).max().orElse(0);
    List<Integer> paused = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    pauses.forEach(
        (node, nanos) -> {
          if (2 * nanos >= longest) {
            paused.add(node);
            evidence.add(Words.node(node) + " did not run for " + Words.nanos(nanos));
          }
        });
    if (paused.isEmpty()) {
      return Optional.empty();
    }
    String subject =
        gone.equals(Set.copyOf(paused)) && gone.size() == 1 ? "it" : Words.nodes(paused);
    return Optional.of(
        Verdict.ofPause(
            paused,
            longest / 1_000_000,
            subject + " did not run for " + Words.nanos(longest) + tokenWords(),
            evidence));
  }

  private String tokenWords() {
    return stays.isEmpty()
        ? ""
        : ", and the token time-out is " + Words.nanos(stays.get(0).tokenNanos());
  }

  private boolean isSomebodyUnheard() {
    return gone.stream().anyMatch(each -> !known.contains(each));
  }

  private Optional<Verdict> failedToReceive() {
    Set<Integer> deaf = new TreeSet<>();
    List<String> evidence = new ArrayList<>();
    for (Stay each : stays) {
      each.events(FlightKind.FAILED_TO_RECEIVE)
          .forEach(
              event -> {
                deaf.add(each.node());
                evidence.add(
                    Words.node(each.node())
                        + " got tokens, but no message packet after number "
                        + FlightSink.high(event.a())
                        + " of "
                        + FlightSink.low(event.a()));
              });
    }
    return deaf.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Verdict.of(
                Cause.LOSS,
                deaf,
                "message packets did not reach " + Words.nodes(deaf) + ", while tokens did",
                evidence));
  }

  /** Who cannot receive says so on its way out: it lists itself among the failed. */
  private Optional<Verdict> saidToBeDeaf() {
    Set<Integer> deaf = new TreeSet<>();
    List<String> evidence = new ArrayList<>();
    for (Stay each : stays) {
      each.leaving(FlightKind.JOIN_HEARD)
          .filter(event -> gone.contains(event.node()))
          .filter(event -> Stay.ids(event, FlightList.FAILED).contains(event.node()))
          .filter(event -> deaf.add(event.node()))
          .forEach(
              event ->
                  evidence.add(
                      Words.node(each.node())
                          + " got the word of "
                          + Words.node(event.node())
                          + " that it leaves because it cannot receive"));
    }
    return deaf.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Verdict.of(
                Cause.LOSS,
                deaf,
                "message packets did not reach " + Words.nodes(deaf) + ", while tokens did",
                evidence));
  }

  /** Nobody is gone and no token was lost: somebody else wanted to form a ring with them. */
  private Optional<Verdict> strangers() {
    Set<Integer> others = new TreeSet<>();
    for (Stay each : stays) {
      Optional<GatherReason> reason = each.reason();
      if (reason.equals(Optional.of(GatherReason.TOKEN_LOST))) {
        return Optional.empty();
      }
      boolean heard =
          reason.equals(Optional.of(GatherReason.JOIN_HEARD))
              || reason.equals(Optional.of(GatherReason.OTHER_RING));
      int node = each.exit().map(FlightEvent::node).orElse(0);
      if (heard && !each.members().contains(node)) {
        others.add(node);
      }
    }
    if (others.isEmpty() || !gone.isEmpty()) {
      return Optional.empty();
    }
    return halfHeard(others)
        .or(
            () ->
                Optional.of(
                    Verdict.of(
                        Cause.MERGE,
                        others,
                        Words.nodes(others) + " was heard, which is no member of it",
                        List.of())));
  }

  /** Some wait for a stranger in vain that others hear: as long as that is so, they do it again. */
  private Optional<Verdict> halfHeard(Set<Integer> others) {
    List<Link> dead = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    for (int from : others) {
      List<Integer> hearers = new ArrayList<>();
      stays.stream().filter(each -> hears(each, from)).forEach(each -> hearers.add(each.node()));
      for (Stay to : stays) {
        if (!hearers.isEmpty() && !hears(to, from) && waitsFor(to, from)) {
          dead.add(new Link(from, to.node()));
          evidence.add(
              Words.node(to.node())
                  + " heard no join message of "
                  + Words.node(from)
                  + ", and "
                  + Words.nodes(hearers)
                  + " heard some");
        }
      }
    }
    if (dead.isEmpty()) {
      return Optional.empty();
    }
    Link first = dead.get(0);
    Set<Integer> deaf = new TreeSet<>();
    dead.forEach(each -> deaf.add(each.to()));
    String how =
        Words.nodes(others)
            + " cannot get in, as no packet passed from "
            + Words.nodes(others)
            + " to "
            + Words.nodes(deaf);
    return Optional.of(
        dead.size() == 1
            ? Verdict.ofLink(Cause.LINK, first, how, evidence)
            : Verdict.of(Cause.LINK, others, how, evidence));
  }

  private static boolean waitsFor(Stay stay, int other) {
    return stay.leaving(FlightKind.SILENT)
        .anyMatch(event -> Stay.ids(event, FlightList.SILENT).contains(other));
  }

  /** Those that are gone, tell nothing, and were not heard after the ring. */
  private Optional<Verdict> crash() {
    Set<Integer> silent = new TreeSet<>(gone);
    silent.removeAll(known);
    for (Stay each : stays) {
      each.leaving(FlightKind.JOIN_HEARD)
          .filter(event -> !each.next().map(next -> joined(next, event.node())).orElse(false))
          .forEach(event -> silent.remove(event.node()));
    }
    if (silent.isEmpty()) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    for (Stay each : stays) {
      each.leaving(FlightKind.SILENT)
          .findFirst()
          .ifPresent(
              event ->
                  evidence.add(
                      Words.node(each.node())
                          + " waited "
                          + Words.nanos(each.log().source().consensusNanos())
                          + " for "
                          + Words.nodes(Stay.ids(event, FlightList.SILENT))
                          + " in vain"));
    }
    Set<Integer> unasked = new TreeSet<>(silent);
    unasked.removeAll(restarted);
    evidence.add("no recorder of " + Words.nodes(silent) + " covers that time");
    boolean one = silent.size() == 1;
    String how =
        "no packet of "
            + (one ? "it" : "them")
            + " arrived any more"
            + lostAt()
            + (unasked.isEmpty()
                ? ", and " + (one ? "it" : "they") + " started again later"
                : ", and "
                    + (one ? "it" : Words.nodes(unasked))
                    + " cannot be asked: crashed, stopped or cut off");
    return Optional.of(Verdict.of(Cause.CRASH, silent, how, evidence).unasked(unasked));
  }

  private static boolean joined(FlightEvent installed, int node) {
    return Stay.ids(installed, FlightList.JOINED).contains(node);
  }

  /** Who noticed first that the token did not come. */
  private String lostAt() {
    List<Integer> losers = new ArrayList<>();
    long token = 0;
    for (Stay each : stays) {
      if (each.reason().equals(Optional.of(GatherReason.TOKEN_LOST))) {
        losers.add(each.node());
        token = each.tokenNanos();
      }
    }
    return losers.isEmpty()
        ? ""
        : " (" + Words.nodes(losers) + " missed the token for " + Words.nanos(token) + ")";
  }

  /** Members that tell what they sent and did not hear of each other on the way out of the ring. */
  private Optional<Verdict> link() {
    List<Link> dead = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    for (Stay from : stays) {
      for (Stay to : stays) {
        if (from.node() != to.node() && sent(from) && !hears(to, from.node()) && waits(to)) {
          dead.add(new Link(from.node(), to.node()));
          evidence.add(
              Words.node(to.node())
                  + " heard no join message of "
                  + Words.node(from.node())
                  + (hears(from, to.node()) ? ", which heard those of it" : ""));
        }
      }
    }
    if (dead.isEmpty()) {
      return Optional.empty();
    }
    if (dead.size() == 1) {
      Link only = dead.get(0);
      String words = Words.node(only.from()) + " to " + Words.node(only.to());
      return Optional.of(
          Verdict.ofLink(Cause.LINK, only, "no packet passed from " + words, evidence));
    }
    Set<Integer> cut = common(dead);
    return Optional.of(
        Verdict.of(
            Cause.LINK,
            cut,
            "nothing passed between " + Words.nodes(cut) + " and the other members",
            evidence));
  }

  private static boolean sent(Stay stay) {
    return stay.leaving(FlightKind.JOIN_SENT).findAny().isPresent();
  }

  private static boolean hears(Stay stay, int other) {
    return stay.leaving(FlightKind.JOIN_HEARD).anyMatch(event -> event.node() == other);
  }

  /** Whether it was on the way long enough to have heard everybody. */
  private static boolean waits(Stay stay) {
    return stay.leaving(FlightKind.SILENT).findAny().isPresent()
        || stay.leaving(FlightKind.JOIN_HEARD)
            .anyMatch(event -> Stay.ids(event, FlightList.FAILED).contains(stay.node()));
  }

  /** A node that is at an end of each of these; else those that are gone. */
  private Set<Integer> common(List<Link> links) {
    Set<Integer> nodes = new TreeSet<>();
    for (Link each : links) {
      nodes.add(each.from());
      nodes.add(each.to());
    }
    nodes.removeIf(node -> !links.stream().allMatch(l -> l.from() == node || l.to() == node));
    if (nodes.size() == 1) {
      return nodes;
    }
    Set<Integer> missing = new TreeSet<>(gone);
    return missing.isEmpty() ? Set.of(links.get(0).to()) : missing;
  }

  /** The token came no further than here: all members are there, and all run. */
  private Optional<Verdict> tokenLost() {
    Stay last = null;
    for (Stay each : stays) {
      boolean later = last == null || each.lastToken().orElse(0) - last.lastToken().orElse(0) > 0;
      if (each.exit().isPresent() && later) {
        last = each;
      }
    }
    boolean lost =
        stays.stream().anyMatch(each -> each.reason().equals(Optional.of(GatherReason.TOKEN_LOST)));
    if (!lost || !isComplete() || last.members().size() < 2) {
      return Optional.empty();
    }
    int at = last.members().indexOf(last.node());
    int successor = last.members().get((at + 1) % last.members().size());
    return Optional.of(
        Verdict.ofLink(
            Cause.LOSS,
            new Link(last.node(), successor),
            "the token was lost between "
                + Words.node(last.node())
                + " and "
                + Words.node(successor),
            List.of(
                Words.node(last.node())
                    + " took the last token (token_seq "
                    + Integer.toUnsignedString(last.lastToken().orElse(0))
                    + ") and sent it on to "
                    + Words.node(successor))));
  }

  private Verdict unknown() {
    Set<Integer> missing = new TreeSet<>(stays.isEmpty() ? List.of() : stays.get(0).members());
    missing.removeAll(known);
    String without =
        missing.isEmpty() ? "" : " without " + Words.nodes(missing) + ", which cannot be asked";
    return Verdict.of(
        Cause.UNKNOWN,
        gone,
        "no recorder says why" + without,
        List.of("recorders of " + Words.nodes(known)));
  }

  /** Which timer or message made each member form another ring. */
  private List<String> timers() {
    List<String> found = new ArrayList<>();
    for (Stay each : stays) {
      each.exit().ifPresent(exit -> found.add(timer(each, exit)));
    }
    return found;
  }

  private String timer(Stay stay, FlightEvent exit) {
    String who = Words.node(stay.node());
    String of = Words.node(exit.node());
    return switch (stay.reason().orElseThrow()) {
      case TOKEN_LOST ->
          who
              + " gave "
              + Words.ring(ring)
              + " up: no token for "
              + Words.nanos(stay.tokenNanos())
              + " (totem.token)";
      case JOIN_HEARD -> who + " left " + Words.ring(ring) + " on a join message of " + of;
      case LEAVE_HEARD -> who + " left " + Words.ring(ring) + " on the leave message of " + of;
      case OTHER_RING -> who + " left " + Words.ring(ring) + " for the ring of " + of;
      case FAILED_TO_RECEIVE ->
          who + " left " + Words.ring(ring) + " by itself, as it could not receive";
      case REFORM -> who + " gave " + Words.ring(ring) + " up: the state exchange took too long";
      case ENDLESS_RECOVERY, NAMESAKES, NO_CONSENSUS, START -> who + " left " + Words.ring(ring);
    };
  }
}
