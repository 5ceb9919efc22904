package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.ExpectsLog;
import io.evs.NodeStatus;
import io.evs.SecuritySuite;
import io.evs.TestPorts;
import io.evs.node.EvsNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The catalogue has exactly what nodes tell. */
@Timeout(60)
@ExpectsLog("is weak: packets can be replayed")
class MetricsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static EvsConfig.Builder config() throws Exception {
    return EvsConfig.builder()
        .port(0)
        .nodeId(1)
        .multicastPort(TestPorts.unused())
        .ringName("test-" + Long.toHexString(new Random().nextLong()));
  }

  private static NodeStatus statusOf(EvsConfig config) {
    try (EvsNode node = EvsNode.start(config)) {
      node.awaitMembers(1, LONG);
      return node.status();
    }
  }

  private static Set<String> names(boolean histograms) {
    return Metrics.list().stream()
        .filter(each -> (each.kind() == MetricKind.HISTOGRAM) == histograms)
        .map(Metric::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hasExactlyWhatRunningNodesTell() throws Exception {
    byte[] key = new byte[256];
    new Random(1).nextBytes(key);
    Set<String> counters = new TreeSet<>();
    Set<String> timings = new TreeSet<>();
    for (EvsConfig config :
        List.of(
            config().build(),
            config().security(SecuritySuite.AES_256_GCM).key(key).build(),
            config().security(SecuritySuite.SOBER128_HMAC_SHA1).key(key).build())) {
      NodeStatus status = statusOf(config);
      counters.addAll(status.counters().keySet());
      timings.addAll(status.timings().keySet());
    }
    assertThat(counters).isEqualTo(names(false));
    assertThat(timings).isEqualTo(names(true));
  }

  @Test
  void everyFigureIsDescribedOnce() {
    List<Metric> all = Metrics.list();
    assertThat(all).extracting(Metric::name).doesNotHaveDuplicates().allMatch(this::isName);
    assertThat(all).allSatisfy(each -> assertThat(each.help()).isNotBlank().doesNotEndWith("."));
    assertThat(all).allSatisfy(each -> assertThat(each.unit()).isNotBlank());
    assertThat(Metrics.find("tokens")).map(Metric::kind).contains(MetricKind.COUNTER);
    assertThat(Metrics.find("no such thing")).isEmpty();
  }

  private boolean isName(String text) {
    return text.matches("[a-z][a-z0-9_]*");
  }
}
