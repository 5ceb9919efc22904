package io.evs.cli.status;

import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.Timing;
import io.evs.node.status.Metric;
import io.evs.node.status.Metrics;
import io.evs.text.PlainText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status for people: a block of what matters first, and tables. */
final class StatusText {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String RESET = "\u001b[0m";

  /** What was quiet for so long is over; as long as a problem is told. */
  private static final Duration OVER = Duration.ofMinutes(10);

  private final boolean color;

  StatusText(boolean color) {
    this.color = color;
  }

  /** One node. */
  List<String> node(NodeStatus status) {
    List<String> lines = new ArrayList<>();
    problems(lines, status);
    lines.add(
        paint(BOLD, PlainText.of(status.name()))
            + " (node "
            + status.nodeId()
            + "), up "
            + NumberText.age(Duration.between(status.startedAt(), status.at()))
            + version(status));
    line(lines, "ring", ring(status));
    status.quorum().ifPresent(each -> line(lines, "quorum", quorum(each)));
    line(
        lines,
        "address",
        text(status.address())
            + ", "
            + PlainText.of(status.transport())
            + ", incarnation "
            + status.incarnation());
    status
        .packets()
        .ifPresent(
            each ->
                line(
                    lines,
                    "size",
                    "packets of " + each.bytes() + " bytes; " + PlainText.of(each.limit())));
    line(lines, "security", security(status));
    if (status.unlistedRejected() > 0) {
      line(
          lines,
          "refused",
          NumberText.count(status.unlistedRejected())
              + " packets of hosts that are not listed (ring.block_unlisted)");
    }
    if (!status.condition().timeoutsMillis().isEmpty()) {
      line(lines, "time-outs", timeouts(status));
    }
    line(lines, "token", token(status));
    line(lines, "order", order(status));
    line(lines, "delivery", deliveries(status));
    line(lines, "packets", packets(status));
    line(lines, "queues", queues(status));
    line(lines, "pauses", pauses(status));
    if (status.counters().getOrDefault("trace_cuts", 0L) > 0) {
      line(lines, "trace", "cut, since its file could not be written: see the log of the node");
    }
    lines.add("");
    lines.addAll(members(status));
    lines.addAll(missing(status));
    return lines;
  }

  /** What is wrong comes first. */
  private void problems(List<String> lines, NodeStatus status) {
    for (String each : status.condition().problems()) {
      lines.add(paint(RED, "!") + " " + PlainText.of(each));
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private static String version(NodeStatus status) {
    NodeStatus.Condition condition = status.condition();
    return condition.version().isEmpty()
        ? ""
        : ", evs "
            + PlainText.of(condition.version())
            + ", settings "
            + PlainText.of(condition.settings());
  }

  private static String timeouts(NodeStatus status) {
    Map<String, Long> timeouts = status.condition().timeoutsMillis();
    return Stream.of("token", "consensus", "merge", "join")
        .filter(timeouts::containsKey)
        .map(name -> name + " " + timeouts.get(name) + " ms")
        .collect(Collectors.joining(", "));
  }

  private static void line(List<String> lines, String name, String value) {
    lines.add(String.format("  %-9s %s", name, value));
  }

  private String ring(NodeStatus status) {
    String name = PlainText.of(status.ringName());
    String state = paint(status.isOperational() ? GREEN : RED, state(status));
    String lasting = status.changingSince().map(at -> " for " + age(at, status)).orElse("");
    if (status.ring().isEmpty()) {
      return name + ", " + state + lasting + ", no ring was formed yet";
    }
    int count = status.members().size();
    String members = count + (count == 1 ? " member" : " members");
    String formed = status.formedAt().map(at -> ", formed " + age(at, status) + " ago").orElse("");
    return status.isChanging()
        ? name
            + ", "
            + state
            + lasting
            + ", old ring "
            + status.ring().get()
            + " of "
            + members
            + formed
        : name + " " + status.ring().get() + ", " + state + ", " + members + formed;
  }

  private String quorum(NodeStatus.Quorum quorum) {
    String primary = quorum.primary() ? paint(GREEN, "primary") : paint(RED, "not primary");
    return primary
        + ", "
        + quorum.votes()
        + " of "
        + quorum.expectedVotes()
        + " votes"
        + (quorum.problem().isEmpty() ? "" : ": " + PlainText.of(quorum.problem()));
  }

  private static String age(Instant then, NodeStatus status) {
    return NumberText.age(Duration.between(then, status.at()));
  }

  private static String state(NodeStatus status) {
    return PlainText.of(StatusOptions.state(status));
  }

  private static String security(NodeStatus status) {
    String suite = status.security().suite().text();
    if (!status.security().suite().needsKey()) {
      return suite + ": packets are neither sealed nor checked";
    }
    String reasons =
        status.securityRejections().entrySet().stream()
            .map(each -> NumberText.count(each.getValue()) + " " + each.getKey().replace('_', ' '))
            .collect(Collectors.joining(", "));
    return suite
        + ", key "
        + PlainText.of(status.security().keyId())
        + ", fingerprint "
        + PlainText.of(status.security().keyFingerprint())
        + ", "
        + (status.security().lacking().isEmpty()
            ? ""
            : "LACKS KEY "
                + PlainText.of(status.security().lacking())
                + " that the ring is to use, ")
        + refusals(status, PlainText.of(reasons));
  }

  /** With when the last was; what has been over for long is not told as if it went on. */
  private static String refusals(NodeStatus status, String reasons) {
    if (reasons.isEmpty()) {
      return "no packet refused";
    }
    Optional<Instant> last = status.condition().lastRefusal();
    return isOver(last, status)
        ? "no packet refused for " + age(last.get(), status)
        : "packets refused since the start: "
            + reasons
            + last.map(at -> "; the last " + age(at, status) + " ago").orElse("");
  }

  private static boolean isOver(Optional<Instant> last, NodeStatus status) {
    return last.filter(at -> Duration.between(at, status.at()).compareTo(OVER) > 0).isPresent();
  }

  private static String token(NodeStatus status) {
    return "rotation "
        + timing(status, "token_rotation")
        + "; held "
        + timing(status, "token_held")
        + (status.token().held() ? "; rests here, the ring is idle" : "");
  }

  private static String order(NodeStatus status) {
    int missing = status.token().missing().size();
    return "sequence "
        + status.token().seq()
        + ", received up to "
        + status.token().aru()
        + (missing == 0
            ? ", nothing missing"
            : ", " + missing + (missing == 1 ? " packet missing" : " packets missing"));
  }

  private static String deliveries(NodeStatus status) {
    return "agreed "
        + timing(status, "agreed")
        + "; safe "
        + timing(status, "safe")
        + "; dispatch "
        + timing(status, "delivery");
  }

  private static String timing(NodeStatus status, String name) {
    Timing.Recent recent = status.timing(name).recent();
    return recent.count() == 0
        ? "-"
        : NumberText.time(recent.p50Nanos())
            + " (p99 "
            + NumberText.time(recent.p99Nanos())
            + ", max "
            + NumberText.time(recent.maxNanos())
            + ")";
  }

  private static String packets(NodeStatus status) {
    return "sent "
        + counted(status, "mcasts_sent")
        + ", received "
        + counted(status, "mcasts_received")
        + ", sent again "
        + NumberText.count(status.sentAgain())
        + ", token losses "
        + counted(status, "token_losses");
  }

  private static String counted(NodeStatus status, String name) {
    return NumberText.count(status.counters().getOrDefault(name, 0L));
  }

  private static String queues(NodeStatus status) {
    return "to send "
        + NumberText.bytes(status.sendQueueBytes())
        + " of "
        + NumberText.bytes(status.sendQueueMaxBytes())
        + ", to dispatch "
        + NumberText.bytes(status.receiveQueueBytes())
        + " in "
        + status.handles()
        + (status.handles() == 1 ? " handle" : " handles");
  }

  private static String pauses(NodeStatus status) {
    NodeStatus.Pauses pauses = status.pauses();
    Optional<Instant> last = status.condition().lastPause();
    if (pauses.count() == 0) {
      return "none";
    }
    return isOver(last, status)
        ? "none for " + age(last.get(), status)
        : pauses.count()
            + " since the start, the last of "
            + NumberText.time(pauses.lastMicros() * 1000)
            + last.map(at -> " " + age(at, status) + " ago").orElse("")
            + ", the longest of "
            + NumberText.time(pauses.longestMicros() * 1000);
  }

  /** The members of a node's ring, as that node knows them; which ring, where it is the old one. */
  List<String> ringMembers(NodeStatus status) {
    List<String> lines = new ArrayList<>();
    if (status.isChanging()) {
      lines.add("ring " + ring(status));
    }
    if (!status.members().isEmpty()) {
      lines.addAll(members(status));
    }
    lines.addAll(missing(status));
    return lines;
  }

  /** Who is missing: who is cut off is told so, and the others whom they miss. */
  private List<String> missing(NodeStatus status) {
    if (status.missing().isEmpty()) {
      return List.of();
    }
    Table table = new Table(List.of("MISSING", "ADDRESS", "FOR", "WHY"), 1);
    for (NodeStatus.Missing each : status.missing()) {
      table.add(
          each.nodeId().map(Object::toString).orElse("-"),
          each.address().isEmpty() ? "-" : PlainText.of(each.address()),
          each.since().map(at -> age(at, status)).orElse("-"),
          PlainText.of(each.why()));
    }
    List<String> lines = new ArrayList<>(List.of(""));
    for (String each : table.lines()) {
      String line = each.stripTrailing();
      lines.add(lines.size() == 1 ? paint(RED, line) : line);
    }
    return lines;
  }

  private List<String> members(NodeStatus status) {
    Table table = new Table(List.of("MEMBER", "ADDRESS", "NAME"), 1);
    for (NodeStatus.Peer each : status.members()) {
      boolean here = each.id().equals(status.nodeId());
      boolean first =
          status.ring().isPresent() && status.ring().get().representative() == each.id().value();
      List<String> notes = new ArrayList<>();
      if (here) {
        notes.add(PlainText.of(status.name()) + " (this node)");
      }
      if (first) {
        notes.add("representative");
      }
      table.add(each.id().toString(), address(each.address()), String.join(", ", notes));
    }
    return headed(table);
  }

  private List<String> headed(Table table) {
    List<String> lines = new ArrayList<>();
    for (String each : table.lines()) {
      String line = each.stripTrailing();
      lines.add(lines.isEmpty() ? paint(BOLD, line) : line);
    }
    return lines;
  }

  private static String address(Optional<InetSocketAddress> address) {
    return address.map(StatusText::text).orElse("-");
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Every member, as each tells of itself. */
  List<String> all(RingStatus answers, NodeStatus here) {
    Table table =
        new Table(
            List.of(
                "MEMBER",
                "SENT",
                "RECEIVED",
                "AGAIN",
                "PAUSES",
                "ROTATION",
                "RING",
                "STATE",
                "ADDRESS",
                "NAME"),
            6);
    answers
        .members()
        .forEach(
            id -> {
              NodeStatus status = answers.statuses().get(id);
              if (status == null) {
                boolean late = answers.late().contains(id);
                table.add(id.toString(), silence(late));
              } else {
                table.add(row(status));
              }
            });
    List<String> lines = new ArrayList<>();
    lines.add("ring " + ring(here));
    lines.addAll(headed(table));
    differing(lines, answers, "versions", NodeStatus.Condition::version);
    differing(lines, answers, "settings", NodeStatus.Condition::settings);
    lines.addAll(missing(here));
    return lines;
  }

  /** Says in what members differ that should have it alike, as far as they tell. */
  private void differing(
      List<String> lines,
      RingStatus answers,
      String what,
      Function<NodeStatus.Condition, String> value) {
    Map<String, List<String>> members = new TreeMap<>();
    answers.statuses().values().stream()
        .filter(each -> !value.apply(each.condition()).isEmpty())
        .forEach(
            each ->
                members
                    .computeIfAbsent(value.apply(each.condition()), none -> new ArrayList<>())
                    .add(each.nodeId().toString()));
    if (members.size() > 1) {
      lines.add(
          paint(RED, "!")
              + " members have different "
              + what
              + ": "
              + members.entrySet().stream()
                  .map(
                      each ->
                          PlainText.of(each.getKey())
                              + " ("
                              + String.join(" ", each.getValue())
                              + ")")
                  .collect(Collectors.joining(", ")));
    }
  }

  static String silence(boolean late) {
    return late ? "did not answer in time" : "cannot answer: it is not an evs node";
  }

  private static String[] row(NodeStatus status) {
    Timing.Recent rotation = status.timing("token_rotation").recent();
    return new String[] {
      status.nodeId().toString(),
      counter(status, "mcasts_sent"),
      counter(status, "mcasts_received"),
      Long.toString(status.sentAgain()),
      Long.toString(status.pauses().count()),
      rotation.count() == 0 ? "-" : NumberText.time(rotation.p50Nanos()),
      status.ring().map(Object::toString).orElse("-"),
      state(status),
      text(status.address()),
      PlainText.of(status.name())
    };
  }

  /** In a table, which programs read too: digits alone. */
  private static String counter(NodeStatus status, String name) {
    return Long.toString(status.counters().getOrDefault(name, 0L));
  }

  /** Every counter with its meaning. */
  List<String> counters(NodeStatus status) {
    Table table = new Table(List.of("COUNT", "COUNTER", "MEANING"), 1);
    for (Map.Entry<String, Long> each : status.counters().entrySet()) {
      String meaning =
          Metrics.find(each.getKey())
              .map(metric -> metric.help() + unit(metric))
              .orElse("of another version");
      table.add(Long.toString(each.getValue()), PlainText.of(each.getKey()), meaning);
    }
    return headed(table);
  }

  private static String unit(Metric metric) {
    boolean said = metric.help().contains(metric.unit());
    return said ? "" : " (" + metric.unit() + ")";
  }

  private String paint(String code, String text) {
    return color ? code + text + RESET : text;
  }
}
