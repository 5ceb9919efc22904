package io.evs.doctor;

import io.evs.NodeStatus;
import io.evs.node.address.RingPolicies;
import io.evs.text.Spans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What reports and statuses of the members of a ring mean. */
public final class Findings {
  /** Pauses are told no more when there was none for so long. */
  private static final long PAUSES_OVER_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final Set<String> TIMEOUTS =
      Set.of(
          "totem.token",
          "totem.token_retransmit",
          "totem.hold",
          "totem.merge",
          "totem.join",
          "totem.send_join",
          "totem.consensus");
  private static final int WHOLE_PROCESSOR_PERCENT = 100;
  private static final int PAUSES_MIN = 3;

  private final Map<Long, CheckupReport> reports = new TreeMap<>();
  private final Collection<NodeStatus> statuses;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(Collection<CheckupReport> told, Collection<NodeStatus> statuses) {
    told.forEach(each -> reports.put(each.node().asLong(), each));
    this.statuses = statuses;
  }

  /**
   * What is wrong, errors first.
   *
   * @param reports of those who reported
   * @param statuses of the same and others, as far as they told; empty before a ring runs
   */
  public static List<Finding> of(
      Collection<CheckupReport> reports, Collection<NodeStatus> statuses) {
    Findings all = new Findings(reports, statuses);
    all.keys();
    all.findings.addAll(new LinkFindings(all.reports, all.missing()).all());
    all.settings();
    all.quorum();
    all.buffers();
    all.reports.values().forEach(all::machine);
    all.versions();
    all.findings.sort(Comparator.comparing(Finding::severity));
    return all.findings;
  }

  private Map<String, String> missing() {
    Map<String, String> reasons = new TreeMap<>();
    statuses.forEach(
        status -> status.missing().forEach(each -> reasons.put(each.address(), each.reason())));
    return reasons;
  }

  private void keys() {
    Set<Long> tellers = new TreeSet<>();
    String hint =
        "compare the fingerprints that evs status and evs keygen print, and copy the ring's key"
            + " file to the other";
    for (NodeStatus status : statuses) {
      for (NodeStatus.Missing each : status.missing()) {
        if (each.reason().equals("other_key")) {
          tellers.add(status.nodeId().asLong());
          List<Long> members = new ArrayList<>(List.of(status.nodeId().asLong()));
          each.nodeId().ifPresent(id -> members.add(id.asLong()));
          findings.add(
              Finding.error(
                  "key",
                  members,
                  "what comes from "
                      + each.address()
                      + " is sealed with another key than that of "
                      + status.nodeId()
                      + ", or with none: it cannot be a member",
                  hint));
        }
      }
    }
    for (CheckupReport report : reports.values()) {
      long a = report.node().asLong();
      report
          .strangers()
          .forEach(
              (address, does) ->
                  findings.add(Finding.error("key", List.of(a), address + " " + does, hint)));
      if (report.otherKeyPackets() > 0 && !tellers.contains(a)) {
        findings.add(
            Finding.error(
                "key",
                List.of(a),
                report.otherKeyPackets()
                    + " packets that are sealed with another key, or with none, were refused at "
                    + a
                    + " meanwhile: somebody with the wrong key tries to join",
                hint));
      }
    }
  }

  /** Values of a setting, and who has each. */
  private Map<String, List<Long>> values(Function<CheckupReport, String> setting) {
    Map<String, List<Long>> values = new LinkedHashMap<>();
    reports
        .values()
        .forEach(
            each -> {
              String value = setting.apply(each);
              if (value != null) {
                values.computeIfAbsent(value, v -> new ArrayList<>()).add(each.node().asLong());
              }
            });
    return values;
  }

  private static String words(Map<String, List<Long>> values) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + " at " + words(each.getValue()))
        .collect(Collectors.joining(" and "));
  }

  private static String words(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private List<Long> everybody() {
    return List.copyOf(reports.keySet());
  }

  private void settings() {
    Set<String> keys = new TreeSet<>();
    reports.values().forEach(each -> keys.addAll(each.settings().keySet()));
    keys.removeIf(key -> values(each -> each.settings().get(key)).size() < 2);
    List<String> times = new ArrayList<>(keys.stream().filter(TIMEOUTS::contains).toList());
    if (!times.isEmpty()) {
      // The others follow from it.
      String first = times.contains("totem.token") ? "totem.token" : times.get(0);
      times.remove(first);
      findings.add(
          Finding.error(
              "timeouts_differ",
              everybody(),
              first
                  + " is "
                  + words(values(each -> each.settings().get(first)))
                  + (times.isEmpty() ? "" : "; and " + String.join(", ", times) + " differ")
                  + ": the member with the shortest one ends a ring that the others still wait for",
              "set " + first + " alike on all members, and restart them one after the other"));
    }
    for (String key : keys) {
      if (!TIMEOUTS.contains(key)) {
        findings.add(
            Finding.warning(
                "settings_differ",
                everybody(),
                key + " is " + words(values(each -> each.settings().get(key))),
                "set " + key + " alike on all members"));
      }
    }
  }

  /** Members of one ring say the same, each but for those that tell nothing. */
  private void quorum() {
    Map<String, List<Long>> problems = new TreeMap<>();
    for (NodeStatus status : statuses) {
      status
          .quorum()
          .filter(each -> !each.problem().isEmpty())
          .ifPresent(
              each ->
                  problems
                      .computeIfAbsent(each.problem(), problem -> new ArrayList<>())
                      .add(status.nodeId().asLong()));
    }
    problems.forEach(
        (problem, members) ->
            findings.add(
                Finding.error(
                    "quorum",
                    members,
                    "no ring of these members can be primary: " + problem,
                    "correct quorum in the configuration of each, and restart them one after the"
                        + " other")));
  }

  private void buffers() {
    int window = reports.values().stream().mapToInt(CheckupReport::window).max().orElse(0);
    int packet = reports.values().stream().mapToInt(CheckupReport::packetBytes).min().orElse(0);
    long needed = RingPolicies.burstBytes(window, packet);
    for (CheckupReport each : reports.values()) {
      if (each.receiveBufferBytes() < needed) {
        String text =
            "the receive buffer of "
                + each.node()
                + " is "
                + each.receiveBufferBytes()
                + " bytes; two windows of "
                + window
                + " packets take "
                + needed
                + ": bursts of the others are lost there";
        String hint =
            "leave totem.receive_buffer out and raise net.core.rmem_max, or set totem.window_size"
                + " on all members to what fits";
        List<Long> members = List.of(each.node().asLong());
        findings.add(
            each.receiveBufferBytes() < needed / 2
                ? Finding.error("buffer", members, text, hint)
                : Finding.warning("buffer", members, text, hint));
      }
    }
  }

  private void machine(CheckupReport report) {
    List<Long> members = List.of(report.node().asLong());
    long quota = report.cpuQuotaPercent();
    if (quota > 0 && quota < WHOLE_PROCESSOR_PERCENT) {
      findings.add(
          Finding.error(
              "cpu_quota",
              members,
              report.node()
                  + " may use "
                  + quota
                  + " % of a processor: when that is used up, it stands still until the next period,"
                  + " and the ring with it",
              "give it a whole processor or more (systemd: CPUQuota, containers: --cpus)"));
    } else if (report.throttled() > 0) {
      findings.add(
          Finding.warning(
              "cpu_quota",
              members,
              report.node()
                  + " was stopped "
                  + Spans.times(report.throttled())
                  + " during the checkup, because its processor time was used up",
              "raise its quota of " + quota + " % (systemd: CPUQuota, containers: --cpus)"));
    }
    pauses(report, members);
  }

  /** One pause after the start, while classes are loaded, is nothing. */
  private void pauses(CheckupReport report, List<Long> members) {
    if (report.lastPauseAgoMillis() > PAUSES_OVER_MILLIS) {
      return;
    }
    boolean givenUp = report.longestPauseMicros() >= report.tokenMicros();
    if (!givenUp && report.pauses() < PAUSES_MIN) {
      return;
    }
    String text =
        report.node()
            + " paused "
            + Spans.times(report.pauses())
            + " since its start for half a token time-out or longer (at worst "
            + report.longestPauseMicros() / 1000
            + " ms"
            + (report.lastPauseAgoMillis() < 0
                ? ""
                : ", the last time "
                    + Spans.of(TimeUnit.MILLISECONDS.toNanos(report.lastPauseAgoMillis()))
                    + " ago")
            + ")"
            + ": the others give up a member that does not run for "
            + report.tokenMicros() / 1000
            + " ms";
    String hint =
        "look for swapping, overcommitted virtual processors and long garbage collections, or set"
            + " a longer totem.token";
    findings.add(
        givenUp
            ? Finding.error("pauses", members, text, hint)
            : Finding.warning("pauses", members, text, hint));
  }

  private void versions() {
    Map<String, List<Long>> versions = values(CheckupReport::version);
    if (versions.size() > 1) {
      findings.add(
          Finding.warning(
              "version",
              everybody(),
              "members run different versions of evs: " + words(versions),
              "upgrade those that are behind, one after the other"));
    }
  }
}
