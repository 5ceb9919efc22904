package io.evs.doctor;

import io.evs.NodeStatus;
import io.evs.Timing;
import io.evs.TotemOption;
import io.evs.node.Probing;
import io.evs.node.address.RingPolicies;
import io.evs.totem.part.RingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what one node reports. */
final class Reports {
  private static final List<String> OTHER_KEY =
      List.of("security_rejected_other_key", "security_rejected_no_envelope");

  private Reports() {}

  /**
   * A report.
   *
   * @param before the node as the checkup began; empty for a socket without one
   * @param after and as it ended
   * @param quota as the checkup began
   * @param strangers what those do whose packets were refused
   */
  static CheckupReport of(
      Probing probing,
      Optional<NodeStatus> before,
      Optional<NodeStatus> after,
      CpuQuota quota,
      Map<String, String> strangers,
      List<CheckupReport.Link> links) {
    RingPolicy policy =
        RingPolicies.derive(
            probing.config(), probing.transport().receiveBufferBytes(), probing.packetBytes());
    Timing.Recent rotation =
        after.map(each -> each.timing("token_rotation")).orElse(Timing.NONE).recent();
    String built = Reports.class.getPackage().getImplementationVersion();
    return new CheckupReport(
        probing.id(),
        built == null ? "development build" : built,
        SharedSettings.of(probing.config(), probing.multicast()),
        probing.multicast(),
        probing.packetBytes(),
        probing.headerBytes(),
        probing.transport().receiveBufferBytes(),
        policy.windowSize(),
        RingPolicies.inForce(probing.config()).get(TotemOption.TOKEN) / 1000,
        rotation.p99Nanos() / 1000,
        rotation.maxNanos() / 1000,
        after.map(each -> each.pauses().count()).orElse(0L),
        after.map(each -> each.pauses().longestMicros()).orElse(0L),
        after
            .flatMap(
                each ->
                    each.condition()
                        .lastPause()
                        .map(at -> Duration.between(at, each.at()).toMillis()))
            .orElse(-1L),
        quota.percent(),
        Math.max(0, CpuQuota.ofThisProcess().throttled() - quota.throttled()),
        after.map(Reports::refused).orElse(0L) - before.map(Reports::refused).orElse(0L),
        strangers,
        links);
  }

  private static long refused(NodeStatus status) {
    return OTHER_KEY.stream().mapToLong(each -> status.counters().getOrDefault(each, 0L)).sum();
  }
}
