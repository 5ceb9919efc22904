package io.evs.node.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.LogLines;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnlistedSourcesTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> lines = new ArrayList<>();
  private final UnlistedSources sources =
      new UnlistedSources(LogLines.into(lines), new NodeRecorder());

  private void refused(int host, long now) {
    sources.refused(new InetSocketAddress("10.0." + host / 256 + "." + host % 256, 9), now);
  }

  @Test
  @DisplayName("T2-5: a refused host is told once, and many hosts at a bounded rate")
  void tellsEachOnceAtABoundedRate() {
    for (int i = 0; i < 100; i++) {
      refused(1, i * SECOND);
    }
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("warn: packets from 10.0.0.1 are refused");
    for (int host = 2; host < 1000; host++) {
      refused(host, 100 * SECOND);
    }
    assertThat(lines).hasSize(2);
    for (int host = 2; host < 1000; host++) {
      refused(host, (100 + host) * SECOND);
    }
    assertThat(lines).hasSize(UnlistedSources.TOLD_MAX);
    assertThat(sources.takeNews()).isTrue();
    assertThat(sources.takeNews()).isFalse();
  }
}
