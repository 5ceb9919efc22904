package io.evs.node.status;

import io.evs.EvsConfig;
import io.evs.NodeStatus;
import io.evs.TotemOption;
import io.evs.node.address.RingPolicies;
import io.evs.node.process.Moment;
import io.evs.text.Spans;
import io.evs.totem.part.RingPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a node goes by, and what is wrong with it, for its status. Any thread. */
public final class Conditions {
  private static final int DIGEST_BYTES = 8;
  private static final int NAMED_MAX = 8;

  private final String version;
  private final String settings;
  private final Map<String, Long> timeouts;
  private final Supplier<List<String>> remarks;

  /** What is wrong, as far as the loop knows it. */
  public record Findings(
      List<NodeStatus.Missing> missing,
      List<NodeStatus.PutAside> putAside,
      List<NodeStatus.PeerFigures> peers,
      List<String> troubles,
      Optional<Moment> changingSince,
      boolean listsPeers,
      Optional<Moment> lastRefusal,
      Optional<Moment> lastPause) {
    /** Of a node that has ended. */
    public static final Findings NONE =
        new Findings(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Of a node with these settings.
   *
   * @param remarks what others of this process find wrong with the ring
   */
  public Conditions(EvsConfig config, RingPolicy policy, Supplier<List<String>> remarks) {
    this.remarks = remarks;
    String built = Conditions.class.getPackage().getImplementationVersion();
    this.version = built == null ? "development build" : built;
    this.settings = settings(config);
    this.timeouts = timeouts(policy);
  }

  /**
   * Digest of what the members of a ring should have alike, 16 hexadecimal digits: its name,
   * transport, suite and profile, and the values of {@code totem}. No key goes into it.
   */
  static String settings(EvsConfig config) {
    StringBuilder text = new StringBuilder();
    text.append(config.ringName()).append('\n');
    text.append(config.transport()).append('\n');
    text.append(config.securityInUse().text()).append('\n');
    text.append(config.profile()).append('\n');
    for (Map.Entry<TotemOption, Long> each : RingPolicies.inForce(config).entrySet()) {
      text.append(each.getKey()).append('=').append(each.getValue()).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static Map<String, Long> timeouts(RingPolicy policy) {
    Map<String, Long> timeouts = new LinkedHashMap<>();
    timeouts.put("token", millis(policy.tokenNanos()));
    timeouts.put("token_retransmit", millis(policy.tokenRetransmitNanos()));
    timeouts.put("hold", millis(policy.holdNanos()));
    timeouts.put("merge", millis(policy.mergeNanos()));
    timeouts.put("join", millis(policy.joinNanos()));
    timeouts.put("send_join", millis(policy.sendJoinNanos()));
    timeouts.put("consensus", millis(policy.consensusNanos()));
    return timeouts;
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** The node now. */
  public NodeStatus.Condition now(
      Moment now,
      int members,
      NodeStatus.Security security,
      Findings found,
      Optional<NodeStatus.Quorum> quorum,
      boolean traceIsCut) {
    List<String> problems = new ArrayList<>();
    quorum
        .filter(each -> !each.primary())
        .ifPresent(each -> problems.add("not primary: " + each.lack()));
    found
        .changingSince()
        .map(since -> now.nanos() - since.nanos())
        .ifPresent(
            nanos ->
                problems.add("no ring works here: one is being formed for " + Spans.of(nanos)));
    if (members <= 1 && found.listsPeers() && !found.missing().isEmpty()) {
      problems.add("this node is alone, and peers are configured");
    }
    missing(found.missing(), now, problems);
    if (!security.lacking().isEmpty()) {
      problems.add(
          "key "
              + security.lacking()
              + " is not installed here, and the ring is to use it: run `evs key install`");
    }
    found.putAside().forEach(each -> problems.add(putAside(each, found, now)));
    problems.addAll(remarks.get());
    problems.addAll(found.troubles());
    if (traceIsCut) {
      problems.add("the trace is cut, since its file could not be written");
    }
    return new NodeStatus.Condition(
        version,
        settings,
        timeouts,
        found.putAside(),
        found.peers(),
        problems,
        found.lastRefusal().map(each -> each.asOf(now)),
        found.lastPause().map(each -> each.asOf(now)));
  }

  private static String putAside(NodeStatus.PutAside node, Findings found, Moment now) {
    boolean paused =
        found.missing().stream()
            .filter(each -> each.nodeId().equals(Optional.of(node.nodeId())))
            .anyMatch(each -> each.reason().equals(Absentees.PAUSE));
    return "node "
        + node.nodeId()
        + " is put aside for "
        + Spans.of(Duration.between(now.wall(), node.until()).toNanos())
        + " more: what it sends is ignored, since "
        + (paused
            ? "this process did not run, and a ring was formed here without it"
            : "a ring was formed without it");
  }

  private void missing(List<NodeStatus.Missing> missing, Moment now, List<String> problems) {
    missing.stream()
        .limit(NAMED_MAX)
        .forEach(
            each ->
                problems.add(
                    each.nodeId()
                            .map(id -> "member " + id + " is missing")
                            .orElse("a peer is missing")
                        + (each.address().isEmpty() ? "" : " at " + each.address())
                        + each.since()
                            .map(at -> Spans.of(Duration.between(at, now.wall()).toNanos()))
                            .map(age -> " for " + age)
                            .orElse("")
                        + ": "
                        + each.why()));
    if (missing.size() > NAMED_MAX) {
      problems.add(missing.size() - NAMED_MAX + " more are missing: see evs members");
    }
  }
}
