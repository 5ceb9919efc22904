package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.SourceTree;
import io.evs.node.process.PacedLog;
import io.evs.node.process.RateLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * NEW-B13: nothing that can happen again and again writes a line each time. What can goes through
 * {@link RateLog} or {@link PacedLog}; these lines come once in the life of a process, or for what
 * its own administrator does.
 */
class BoundedLogsTest {
  private static final Map<String, Integer> ONCE =
      new TreeMap<>(
          Map.ofEntries(
              // When a node starts.
              Map.entry("NodeSetup.java", 3),
              Map.entry("Security.java", 2),
              Map.entry("RingStore.java", 1),
              Map.entry("BindAddress.java", 1),
              Map.entry("MetricsServer.java", 1),
              Map.entry("NativeSockets.java", 1),
              Map.entry("Transports.java", 1),
              Map.entry("EpollSender.java", 1),
              // When one ends, or a service, whose listener failed.
              Map.entry("Leader.java", 1),
              Map.entry("ServiceThread.java", 1),
              Map.entry("ClientDesk.java", 1),
              Map.entry("CuttableTrace.java", 2),
              Map.entry("NodeLoop.java", 1),
              Map.entry("NodeTrace.java", 1),
              // A handle's listener, executor or callback that fails: once each in its life.
              Map.entry("EventStream.java", 4),
              Map.entry("IpcServer.java", 3),
              Map.entry("NodeService.java", 2)));

  private static final Pattern LINE = Pattern.compile("\\bLOG\\s*\\.(warn|error|info)\\(");

  @Test
  void whatCanRepeatIsBounded() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (Path file : SourceTree.main()) {
      Matcher line = LINE.matcher(Files.readString(file));
      int lines = (int) line.results().count();
      if (lines > 0) {
        found.put(file.getFileName().toString(), lines);
      }
    }
    found.forEach(
        (file, lines) ->
            assertThat(lines).as(file).isLessThanOrEqualTo(ONCE.getOrDefault(file, 0)));
    assertThat(found).isNotEmpty();
  }
}
