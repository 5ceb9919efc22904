package io.evs.console.live.detail;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.Timing;
import io.evs.console.source.Fact;
import io.evs.console.source.Section;
import io.evs.console.words.RingWords;
import io.evs.console.words.ShortNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Everything about one member: what it tells of itself, and what the node that is asked knows. */
public final class MemberFacts {
  private final NodeId id;
  private final NodeStatus here;
  private final Optional<NodeStatus> told;
  private final RingWords words;

  /**
   * Facts about a member.
   *
   * @param id the member
   * @param here what the node tells that is looked at
   * @param told what the member tells itself; empty if it does not
   */
  public MemberFacts(NodeId id, NodeStatus here, Optional<NodeStatus> told, RingWords words) {
    this.id = id;
    this.here = here;
    this.told = told;
    this.words = words;
  }

  /** All of them; the last reasons for which it was away are the given ones. */
  public List<Section> sections(String address, List<Fact> away) {
    List<Section> all = new ArrayList<>();
    all.add(Section.of("member " + id, who(address)));
    told.ifPresent(status -> all.add(Section.of("settings", settings(status))));
    all.add(Section.of("how it does", figures()));
    all.add(Section.of("last away", away));
    told.ifPresent(status -> all.add(counters(status)));
    return all;
  }

  private List<Fact> who(String address) {
    List<Fact> facts = new ArrayList<>();
    boolean member = here.members().stream().anyMatch(each -> each.id().equals(id));
    facts.add(
        new Fact("in the ring", member ? "yes, as node " + here.nodeId() + " sees it" : "no"));
    if (told.isEmpty()) {
      facts.add(new Fact("address", address.isEmpty() ? "not known" : address));
      facts.add(Fact.sentence("It tells nothing of itself: only an evs node does, while it is in"));
      return facts;
    }
    NodeStatus status = told.get();
    facts.add(new Fact("name", status.name()));
    facts.add(new Fact("address", address + ", " + status.transport()));
    facts.add(
        new Fact(
            "started", ago(status.startedAt(), status) + ", start number " + status.incarnation()));
    facts.add(
        new Fact(
            "state",
            status.state() + status.stateSince().map(at -> " " + since(at, status)).orElse("")));
    status.ring().ifPresent(ring -> facts.add(new Fact("ring", words.ring(ring) + ", " + ring)));
    String version = status.condition().version();
    facts.add(new Fact("version", version.isEmpty() ? "not told" : "evs " + version));
    facts.add(new Fact("security", security(status.security())));
    status
        .packets()
        .ifPresent(
            each -> facts.add(new Fact("packets", each.bytes() + " bytes; " + each.limit())));
    status.condition().problems().forEach(each -> facts.add(new Fact("wrong", each)));
    return facts;
  }

  private static String security(NodeStatus.Security security) {
    String suite = security.suite().text();
    return security.keyId().isEmpty()
        ? suite
        : suite
            + ", key "
            + security.keyId()
            + ", fingerprint "
            + security.keyFingerprint()
            + ", "
            + security.installed().size()
            + " installed"
            + (security.lacking().isEmpty() ? "" : ", lacks " + security.lacking());
  }

  /** Those that members of a ring should have alike, first where they differ. */
  private List<Fact> settings(NodeStatus status) {
    List<Fact> facts = new ArrayList<>();
    Map<String, Long> own = here.condition().timeoutsMillis();
    Map<String, Long> other = status.condition().timeoutsMillis();
    TreeSet<String> names = new TreeSet<>(own.keySet());
    names.addAll(other.keySet());
    for (String name : names) {
      if (!Objects.equals(own.get(name), other.get(name))) {
        facts.add(
            new Fact(
                name,
                "DIFFERS: " + millis(other.get(name)) + ", and here " + millis(own.get(name))));
      }
    }
    String digest = status.condition().settings();
    boolean same = digest.equals(here.condition().settings());
    facts.add(
        new Fact(
            "all",
            same
                ? digest + ", as here"
                : digest + " DIFFERS from here, " + here.condition().settings()));
    facts.add(
        new Fact(
            "time-outs",
            other.entrySet().stream()
                .map(each -> each.getKey() + " " + millis(each.getValue()))
                .collect(Collectors.joining(", "))));
    return facts;
  }

  private static String millis(Long value) {
    return value == null ? "not told" : value + " ms";
  }

  private List<Fact> figures() {
    List<Fact> facts = new ArrayList<>();
    here.condition().peers().stream()
        .filter(peer -> peer.nodeId().equals(id))
        .forEach(
            peer -> {
              facts.add(new Fact("lag", peer.lag() + " packets behind, as seen here"));
              facts.add(new Fact("resent", peer.resent() + " packets of it were missing here"));
            });
    here.condition().putAside().stream()
        .filter(each -> each.nodeId().equals(id))
        .forEach(
            each ->
                facts.add(
                    new Fact(
                        "put aside",
                        "for "
                            + seconds(here.at(), each.until())
                            + " more: what it sends is ignored")));
    told.ifPresent(status -> own(status, facts));
    return facts;
  }

  private static void own(NodeStatus status, List<Fact> facts) {
    int missing = status.token().missing().size();
    facts.add(
        new Fact(
            "order",
            "sequence "
                + status.token().seq()
                + ", received up to "
                + status.token().aru()
                + (missing == 0 ? "" : ", " + missing + " missing")));
    facts.add(new Fact("sent again", status.sentAgain() + " packets"));
    facts.add(new Fact("rotation", timing(status, "token_rotation")));
    facts.add(new Fact("agreed", timing(status, "agreed")));
    facts.add(new Fact("safe", timing(status, "safe")));
    facts.add(
        new Fact(
            "queues",
            "to send "
                + ShortNumbers.compact(status.sendQueueBytes())
                + " of "
                + ShortNumbers.compact(status.sendQueueMaxBytes())
                + " bytes, to dispatch "
                + ShortNumbers.compact(status.receiveQueueBytes())
                + ", handles "
                + status.handles()));
    NodeStatus.Pauses pauses = status.pauses();
    facts.add(
        new Fact(
            "pauses",
            pauses.count() == 0
                ? "none"
                : pauses.count()
                    + ", the last of "
                    + ShortNumbers.micros(pauses.lastMicros())
                    + ", the longest of "
                    + ShortNumbers.micros(pauses.longestMicros())));
  }

  private static String timing(NodeStatus status, String name) {
    Timing.Recent recent = status.timing(name).recent();
    return recent.count() == 0
        ? "-"
        : "p50 "
            + ShortNumbers.micros(recent.p50Nanos() / 1e3)
            + ", p99 "
            + ShortNumbers.micros(recent.p99Nanos() / 1e3)
            + ", max "
            + ShortNumbers.micros(recent.maxNanos() / 1e3);
  }

  private static Section counters(NodeStatus status) {
    List<Fact> facts = new ArrayList<>();
    status
        .counters()
        .forEach(
            (name, value) -> {
              if (value != 0) {
                facts.add(new Fact(name, Long.toString(value)));
              }
            });
    return Section.narrow("counters that are not 0", facts);
  }

  private static String ago(Instant then, NodeStatus status) {
    return seconds(then, status.at()) + " ago";
  }

  private static String since(Instant then, NodeStatus status) {
    return "for " + seconds(then, status.at());
  }

  private static String seconds(Instant from, Instant to) {
    return ShortNumbers.age(Math.max(0, Duration.between(from, to).toSeconds()));
  }
}
