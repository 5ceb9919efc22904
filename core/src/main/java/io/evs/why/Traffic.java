package io.evs.why;

import io.evs.flight.Cause;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightSink;
import io.evs.why.Change.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What passed between the members of a ring in its last time, as all of them tell: for each
 * direction the share of message packets that came only when asked for, and of tokens that had to
 * be sent again.
 */
final class Traffic {
  /** How far back is looked at: first not far, as what began late is thinned out further back. */
  private static final long[] WINDOWS = {
    1_000_000_000L, 2_500_000_000L, 10_000_000_000L, 60_000_000_000L
  };

  /** The system's count of dropped datagrams is looked at now and then: so late is it told. */
  private static final long DROPS_TOLD_NANOS = 2_500_000_000L;

  /** Shares of fewer packets say nothing. */
  private static final int WEIGHT_MIN = 20;

  /** So few may be lost at any time. */
  private static final int LOST_MIN = 8;

  /** A share below this is what happens on any network. */
  private static final double LOSSY = 0.04;

  /** From this share on nothing passes but by other ways. */
  private static final double DEAD = 0.9;

  /** Large packets that must have been sent again, or asked for, to conclude anything of sizes. */
  private static final int LARGE_MIN = 5;

  /** Packets that must have come to say that all that come are small. */
  private static final int RECEIVED_MIN = 3;

  /** Requests in vain that show it of a part of the time, at the end of which no large one came. */
  private static final int REQUESTS_MIN = 50;

  /** No path of any network is too narrow for packets below this. */
  private static final int LARGE_BYTES = 500;

  /** Counts of one direction. */
  private static final class Direction {
    long messages;
    long late;
    long tokens;
    long repeated;

    double share(boolean withTokens, int lostMin) {
      boolean known = messages >= WEIGHT_MIN && late >= lostMin;
      boolean told = withTokens && tokens >= WEIGHT_MIN && repeated >= lostMin;
      double ofMessages = known ? (double) late / messages : 0;
      double ofTokens = told ? Math.min(1, (double) repeated / tokens) : 0;
      return Math.max(ofMessages, ofTokens);
    }

    boolean isKnown() {
      return messages >= WEIGHT_MIN || tokens >= WEIGHT_MIN;
    }
  }

  /** What one member says of sizes. */
  private static final class Sizes {
    long requests;
    long received;
    long late;
    long largestReceived;
    long resent;
    long smallestResent = Long.MAX_VALUE;
    long largestResent;
    final List<FlightEvent> inOrder = new ArrayList<>();

    /** What it says of the time since a packet of that size or a larger one came last. */
    Sizes sinceLast(long bytes) {
      Sizes since = new Sizes();
      for (int i = inOrder.size() - 1; i >= 0; i--) {
        FlightEvent event = inOrder.get(i);
        if (event.kind() == FlightKind.REQUESTED) {
          since.requests += FlightSink.high(event.a());
        } else if (FlightSink.high(event.b()) >= bytes) {
          return since;
        } else {
          since.add(event);
        }
      }
      return this;
    }

    void add(FlightEvent received) {
      this.received += FlightSink.high(received.a());
      late += FlightSink.low(received.a());
      largestReceived = Math.max(largestReceived, FlightSink.high(received.b()));
    }
  }

  private final boolean withTokens;
  private final Map<Integer, Map<Integer, Direction>> directions = new TreeMap<>();
  private final Map<Integer, Sizes> sizes = new TreeMap<>();
  private final Map<Integer, Long> drops = new TreeMap<>();

  private Traffic(List<Stay> stays, long nanos, boolean withTokens) {
    this.withTokens = withTokens;
    stays.forEach(each -> add(each, nanos));
  }

  /**
   * What the members tell of one ring, the last time alone first.
   *
   * @param withTokens whether a token that was sent again counts: it may be lost, or its next
   *     holder may only wait for a processor
   */
  static List<Traffic> of(List<Stay> stays, boolean withTokens) {
    return Arrays.stream(WINDOWS).mapToObj(nanos -> new Traffic(stays, nanos, withTokens)).toList();
  }

  /** The first thing that is found wrong in one of these times. */
  static Optional<Verdict> first(
      List<Traffic> times, Function<Traffic, Optional<Verdict>> question) {
    return times.stream().map(question).flatMap(Optional::stream).findFirst();
  }

  private void add(Stay stay, long nanos) {
    Sizes own = sizes.computeIfAbsent(stay.node(), node -> new Sizes());
    stay.lately(nanos).filter(each -> isOfSizes(stay, each)).forEach(each -> own.inOrder.add(each));
    stay.lately(FlightKind.RECEIVED, nanos).forEach(each -> received(stay, own, each));
    stay.lately(FlightKind.TOKENS, nanos).forEach(each -> tokens(stay, each));
    stay.lately(FlightKind.REQUESTED, nanos)
        .forEach(each -> own.requests += FlightSink.high(each.a()));
    stay.lately(FlightKind.RESENT, nanos)
        .forEach(
            each -> {
              own.resent += each.a();
              own.largestResent = Math.max(own.largestResent, FlightSink.high(each.b()));
              own.smallestResent = Math.min(own.smallestResent, FlightSink.low(each.b()));
            });
    long from = stay.endNanos() - nanos;
    long until = stay.endNanos() + DROPS_TOLD_NANOS;
    long dropped =
        stay.log().events().stream()
            .filter(each -> each.kind() == FlightKind.SOCKET_DROPS)
            .filter(each -> each.at() - from >= 0 && until - each.at() >= 0)
            .mapToLong(FlightEvent::a)
            .sum();
    drops.merge(stay.node(), dropped, Long::sum);
  }

  private static boolean isOfSizes(Stay stay, FlightEvent event) {
    return event.kind() == FlightKind.REQUESTED
        || event.kind() == FlightKind.RECEIVED && event.node() != stay.node();
  }

  private void received(Stay stay, Sizes own, FlightEvent event) {
    if (event.node() == stay.node()) {
      return;
    }
    Direction direction = direction(event.node(), stay.node());
    direction.messages += FlightSink.high(event.a());
    direction.late += FlightSink.low(event.a());
    own.add(event);
  }

  private void tokens(Stay stay, FlightEvent event) {
    List<Integer> members = stay.members();
    int at = members.indexOf(stay.node());
    if (at >= 0 && members.size() > 1) {
      Direction direction = direction(stay.node(), members.get((at + 1) % members.size()));
      direction.tokens += FlightSink.high(event.a());
      direction.repeated += FlightSink.low(event.a());
    }
  }

  private Direction direction(int from, int to) {
    return directions
        .computeIfAbsent(from, node -> new TreeMap<>())
        .computeIfAbsent(to, node -> new Direction());
  }

  // ---- what follows from it

  /** What was wrong with the network between the members; empty if nothing was. */
  Optional<Verdict> verdict() {
    return fullBuffer().or(this::smallPath).or(this::loss);
  }

  /** A member whose socket's buffer was full. */
  Optional<Verdict> fullBuffer() {
    long most = drops.values().stream().mapToLong(each -> each).max().orElse(0);
    if (most < LARGE_MIN) {
      return Optional.empty();
    }
    List<Integer> full = new ArrayList<>();
    drops.forEach((node, count) -> full.add(2 * count >= most ? node : 0));
    full.removeIf(node -> node == 0);
    return Optional.of(
        Verdict.of(
            Cause.BUFFER,
            full,
            "the receive buffer of "
                + Words.nodes(full)
                + " was full and "
                + most
                + " datagrams were dropped there",
            List.of(
                "the socket of "
                    + Words.nodes(full)
                    + " dropped "
                    + most
                    + " datagrams: see"
                    + " net.core.rmem_max and what keeps that machine busy")));
  }

  /** A member which large packets do not reach, or do not leave, while small ones pass. */
  Optional<Verdict> smallPath() {
    List<Integer> starving = new ArrayList<>();
    sizes.keySet().forEach(node -> starving.add(isStarving(node) ? node : 0));
    starving.removeIf(node -> node == 0);
    if (starving.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> servers = servers();
    boolean outbound = starving.size() > 1 && servers.size() == 1;
    // Who cannot get the packets of any other misses more of them than those who lack only his.
    int node = outbound ? servers.get(0) : starving.get(0);
    for (int each : starving) {
      boolean more = sizes.get(each).requests > sizes.get(node).requests;
      node = !outbound && more ? each : node;
    }
    return Optional.of(smallPath(node, outbound, starving, servers));
  }

  private Verdict smallPath(
      int node, boolean outbound, List<Integer> starving, List<Integer> servers) {
    long large = 0;
    long resent = 0;
    for (int each : servers) {
      large = Math.max(large, sizes.get(each).largestResent);
      resent += sizes.get(each).resent;
    }
    long passed = 0;
    for (int each : starving) {
      passed = Math.max(passed, sizes.get(each).sinceLast(large).largestReceived);
    }
    String reason =
        "packets of up to "
            + large
            + " bytes did not pass "
            + (outbound ? "from " : "to ")
            + Words.node(node)
            + ", while smaller ones did";
    String received =
        passed == 0 ? "no message packet" : "no packet of more than " + passed + " bytes";
    return Verdict.of(
        Cause.MTU,
        List.of(node),
        reason,
        List.of(
            Words.nodes(starving) + " received " + received + " and asked for others in vain",
            Words.nodes(servers) + " sent " + resent + " packets again on request",
            "set totem.netmtu below the MTU of the path, or mend the path"));
  }

  /** Whether it asks for packets, does not get them, and they are larger than all that it gets. */
  private boolean isStarving(int node) {
    Sizes of = sizes.get(node);
    long largest = 0;
    long smallest = Long.MAX_VALUE;
    for (Map.Entry<Integer, Sizes> each : sizes.entrySet()) {
      if (each.getKey() != node) {
        largest = Math.max(largest, each.getValue().largestResent);
        smallest = Math.min(smallest, each.getValue().smallestResent);
      }
    }
    if (of.largestReceived < largest || of.received == 0) {
      return isInVain(of, LARGE_MIN)
          && (of.received >= RECEIVED_MIN
              ? largest > of.largestReceived
              : smallest >= LARGE_BYTES && largest > 0);
    }
    Sizes since = of.sinceLast(largest);
    return isInVain(since, REQUESTS_MIN) && since.received >= RECEIVED_MIN;
  }

  private static boolean isInVain(Sizes of, int most) {
    return of.requests >= most && of.late * 10 <= of.requests;
  }

  private List<Integer> servers() {
    List<Integer> found = new ArrayList<>();
    sizes.forEach((node, of) -> found.add(of.resent > 0 ? node : 0));
    found.removeIf(node -> node == 0);
    return found;
  }

  /** A member or a direction that loses packets. */
  Optional<Verdict> loss() {
    double most = 0;
    for (Link each : links()) {
      most = Math.max(most, share(each, LOST_MIN));
    }
    if (most < LOSSY) {
      return Optional.empty();
    }
    List<Link> losing = new ArrayList<>();
    for (Link each : links()) {
      if (share(each, 1) >= Math.max(LOSSY, most / 3)) {
        losing.add(each);
      }
    }
    List<String> evidence = new ArrayList<>();
    losing.forEach(each -> evidence.add(evidence(each)));
    if (losing.size() == 1) {
      return Optional.of(ofLink(losing.get(0), most, evidence));
    }
    int node = worst();
    return Optional.of(
        Verdict.of(
            Cause.LOSS,
            List.of(node),
            "up to "
                + Words.percent(most)
                + " of the packets to and from "
                + Words.node(node)
                + " were lost",
            evidence));
  }

  private static Verdict ofLink(Link link, double share, List<String> evidence) {
    boolean dead = share >= DEAD;
    String words = " from " + Words.node(link.from()) + " to " + Words.node(link.to());
    return Verdict.ofLink(
        dead ? Cause.LINK : Cause.LOSS,
        link,
        dead
            ? "no packet passed" + words
            : Words.percent(share) + " of the packets" + words + " were lost",
        evidence);
  }

  private String evidence(Link link) {
    Direction of = directions.get(link.from()).get(link.to());
    boolean messages =
        of.messages >= WEIGHT_MIN
            && (double) of.late / of.messages >= of.share(withTokens, 1) - 1e-9;
    return messages
        ? Words.node(link.to())
            + " had to ask for "
            + of.late
            + " of "
            + of.messages
            + " message packets of "
            + Words.node(link.from())
        : Words.node(link.from())
            + " sent "
            + of.repeated
            + " of "
            + of.tokens
            + " tokens to "
            + Words.node(link.to())
            + " again";
  }

  private double share(Link link, int lostMin) {
    return directions.get(link.from()).get(link.to()).share(withTokens, lostMin);
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    directions.forEach(
        (from, others) ->
            others.forEach(
                (to, direction) -> {
                  if (direction.isKnown()) {
                    links.add(new Link(from, to));
                  }
                }));
    return links;
  }

  /** The node whose directions lose most on average. */
  private int worst() {
    TreeSet<Integer> nodes = new TreeSet<>();
    links().forEach(each -> nodes.addAll(List.of(each.from(), each.to())));
    int worst = 0;
    double most = -1;
    for (int node : nodes) {
      double mean =
          links().stream()
              .filter(each -> each.from() == node || each.to() == node)
              .mapToDouble(each -> share(each, 1))
              .average()
              .orElse(0);
      if (mean > most) {
        most = mean;
        worst = node;
      }
    }
    return worst;
  }
}
