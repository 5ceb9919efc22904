package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code tools/compare}, with the one peer that is always here. */
@Timeout(180)
class CompareTest extends E2e {
  private static final String TOOL =
      Path.of("..", "tools", "compare").toAbsolutePath().normalize().toString();
  private static final String PEER = "evs-" + Runtime.version().feature();

  @BeforeEach
  void needsNamespaces() {
    later(Namespaces.create(1));
  }

  private EvsProcess.Command compare(String... options) {
    String[] all = new String[options.length + 4];
    System.arraycopy(new String[] {"--quick", "--json", "--peers", PEER}, 0, all, 0, 4);
    System.arraycopy(options, 0, all, 4, options.length);
    return EvsProcess.program(home, TOOL, all)
        .with("JAVA_HOME_" + Runtime.version().feature(), System.getProperty("java.home"));
  }

  @Test
  void ratesAndLatenciesOfEachRunAreThereAndNothingElseStays() {
    EvsProcess done = compare("--rates", "64@200", "--seconds", "0.3").run();
    assertThat(done.exit()).as(done.describe()).isZero();
    JsonNode points = done.document().get("points");
    assertThat(points).hasSize(2);
    for (JsonNode point : points) {
      assertThat(point.get("failures")).as(done.describe()).isEmpty();
      assertThat(point.get("rounds").get(0)).hasSize(2);
      JsonNode last = point.get("rounds").get(0).get(1);
      assertThat(last.get("rate").asDouble()).isPositive();
      assertThat(last.get("p50").asDouble()).isPositive();
      assertThat(last.get("cpu").asDouble()).isPositive();
    }
    assertThat(hostsOf(done)).isEmpty();
  }

  @Test
  void anInterruptedOneRemovesItsHosts() {
    EvsProcess started = start(compare("--rates", "none", "--seconds", "60"));
    started.awaitThat("hosts", p -> hostsOf(p).size() == 4);
    started.interrupt();
    assertThat(started.awaitExit()).as(started.describe()).isEqualTo(130);
    assertThat(hostsOf(started)).isEmpty();
    assertThat(started.errors()).doesNotContain("Traceback");
  }

  private static List<String> hostsOf(EvsProcess tool) {
    String prefix = "evs-compare-" + tool.pid() + "-";
    return Tool.must("ip netns list").lines().filter(line -> line.startsWith(prefix)).toList();
  }
}
