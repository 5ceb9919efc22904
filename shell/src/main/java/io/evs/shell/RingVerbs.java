package io.evs.shell;

import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verbs about the ring and its counters. */
final class RingVerbs {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private RingVerbs() {}

  static void ring(ShellSession session, Arguments arguments) {
    NodeStatus status = session.status();
    row(session, "ring", status.ring().map(each -> ring(session, each)).orElse("none yet"));
    row(session, "name", status.ringName());
    String changing = status.changingSince().map(at -> " since " + ago(at, status)).orElse("");
    row(session, "state", status.state() + changing);
    row(session, "formed", status.formedAt().map(at -> ago(at, status)).orElse("-"));
    row(
        session,
        "members",
        status.members().stream()
            .map(peer -> peer.id().toString())
            .collect(Collectors.joining(" ")));
    row(session, "node", status.nodeId() + " " + status.name());
    row(session, "transport", status.transport());
    Timing.Recent rotation = status.timing("token_rotation").recent();
    String held = status.token().held() ? ", held here: the ring is idle" : "";
    row(
        session,
        "token",
        String.format(
            Locale.ROOT,
            "seq %d, aru %d, rotation %s%s",
            status.token().seq(),
            status.token().aru(),
            rotation.count() == 0
                ? "-"
                : rotation.p50Nanos() / 1000 + " us (p99 " + rotation.p99Nanos() / 1000 + " us)",
            held));
    String key = status.security().keyId();
    String suite = status.security().suite().toString().toLowerCase(Locale.ROOT).replace('_', '-');
    row(session, "security", key.isEmpty() ? suite : suite + ", key " + key);
  }

  /** {@code 12 (1:114895986088072)}: the number that is short, and the one that log lines have. */
  private static String ring(ShellSession session, RingId ring) {
    String word = session.words().ring(ring).substring("ring ".length());
    return word.equals(ring.toString()) ? word : word + " (" + ring + ")";
  }

  static void key(ShellSession session, Arguments arguments) {
    NodeStatus.Security security = session.status().security();
    if (security.keyId().isEmpty()) {
      session.line("the ring has no key");
      return;
    }
    row(session, "in use", security.keyId() + " fingerprint " + security.keyFingerprint());
    for (NodeStatus.Key each : security.installed()) {
      row(session, "installed", each.id() + " fingerprint " + each.fingerprint());
    }
    if (!security.lacking().isEmpty()) {
      row(session, "LACKING", security.lacking() + ", which the ring is to use");
    }
  }

  private static void row(ShellSession session, String label, String value) {
    session.line(String.format("%-10s %s", label, value));
  }

  private static String ago(Instant then, NodeStatus status) {
    long seconds = Math.max(0, Duration.between(then, status.at()).toSeconds());
    return seconds + " s ago";
  }

  static void stats(ShellSession session, Arguments arguments) {
    NodeStatus status =
        arguments.value("--node").isPresent()
            ? other(session, node(arguments, arguments.value("--node").get()))
            : session.status();
    String part = arguments.operand(0).orElse("");
    boolean some = false;
    for (Map.Entry<String, Long> counter : status.counters().entrySet()) {
      if (counter.getValue() != 0 && counter.getKey().contains(part)) {
        session.line(String.format("%-36s %d", counter.getKey(), counter.getValue()));
        some = true;
      }
    }
    if (!some) {
      session.line("no counter with \"" + part + "\" that is not 0");
    }
  }

  private static NodeId node(Arguments arguments, String text) {
    try {
      return NodeId.of(Long.parseLong(text));
    } catch (IllegalArgumentException e) {
      throw arguments.wrong("--node", text, "a node id");
    }
  }

  private static NodeStatus other(ShellSession session, NodeId node) {
    NodeStatus own = session.status();
    if (own.nodeId().equals(node)) {
      return own;
    }
    if (own.members().stream().noneMatch(peer -> peer.id().equals(node))) {
      throw new ShellException(1, "node " + node + " is not in the ring; see members");
    }
    try {
      return Optional.ofNullable(session.member().statusOfAll(PATIENCE).statuses().get(node))
          .orElseThrow(
              () ->
                  new ShellException(
                      ShellException.UNREACHABLE,
                      "node " + node + " does not tell its status; only an evs node does"));
    } catch (EvsException e) {
      throw new ShellException(ShellException.UNREACHABLE, e.getMessage(), e);
    }
  }
}
