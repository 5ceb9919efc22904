package io.evs.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.node.status.EventPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** NEW-A7: what became of a node is there to be read, after a restart, too. */
@Timeout(60)
class EventHistoryTest {
  private static final NodeId NODE = NodeId.of(4_000_000_000L);

  @TempDir Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final FileFaults faults =
      new FileFaults() {
        @Override
        public void warn(String line) {
          told.add(line);
        }

        @Override
        public void over(String began, String line) {
          told.add(line);
        }
      };

  private EventHistory open() {
    return EventHistory.open(Optional.of(folder), NODE, Thread::new, faults);
  }

  private Path file() {
    return folder.resolve("events_4000000000.jsonl");
  }

  private static NodeEvent event(String text) {
    return new NodeEvent(Instant.EPOCH, "key", text, Optional.empty());
  }

  private static List<String> texts(EventHistory history) throws IOException {
    return EventPage.read(history.page(0, EventHistory.EVENTS_MAX)).events().stream()
        .map(NodeEvent::text)
        .toList();
  }

  @Test
  void anEventIsReadBackAsItWas() throws IOException {
    NodeEvent change =
        new NodeEvent(
            Instant.parse("2026-01-02T03:04:05.678Z"),
            NodeEvent.MEMBERSHIP,
            "members 1 2 -> 1 4000000000",
            Optional.of(
                new NodeEvent.Change(
                    new RingId((int) 4_000_000_000L, 1L << 40),
                    List.of(NodeId.of(1), NODE),
                    List.of(NODE),
                    List.of(new NodeEvent.Left(NodeId.of(2), "token_lost")),
                    Cause.CRASH,
                    1234,
                    Optional.of(true))));
    EventHistory history = EventHistory.inMemory();
    history.add(change);
    assertThat(EventPage.read(history.page(0, 1)).events()).containsExactly(change);
    assertThat(change.line())
        .contains("\"left\":[{\"node_id\":2,\"reason\":\"token_lost\"}]")
        .contains("\"cause\":\"crash\",\"took_ms\":1234,\"primary\":true");
  }

  @Test
  void aPageHasTheLastOnesAndSaysWhatIsKeptNoMore() throws IOException {
    EventHistory history = EventHistory.inMemory();
    for (int i = 1; i <= EventHistory.EVENTS_MAX + 5; i++) {
      history.add(event("e" + i));
    }
    assertThat(texts(history)).hasSize(EventHistory.EVENTS_MAX).startsWith("e6").endsWith("e1005");
    EventPage last = EventPage.read(history.page(0, 2));
    assertThat(last.events()).extracting(NodeEvent::text).containsExactly("e1004", "e1005");
    assertThat(last.last()).isEqualTo(1005);
    assertThat(last.leftOut()).isZero();
    assertThat(EventPage.read(history.page(0, 0)).events()).isEmpty();
    assertThat(EventPage.read(history.page(1005, 10)).events()).isEmpty();
    assertThat(EventPage.read(history.page(Long.MAX_VALUE, 10)).events()).isEmpty();
    assertThat(EventPage.read(EventHistory.inMemory().page(0, 10)).events()).isEmpty();
    EventPage old = EventPage.read(history.page(3, 5000));
    assertThat(old.leftOut()).isEqualTo(2);
    assertThat(old.events()).hasSize(EventHistory.EVENTS_MAX);
    assertThat(EventPage.read(history.page(1003, 5000)).events())
        .extracting(NodeEvent::text)
        .containsExactly("e1004", "e1005");
  }

  @Test
  void aHistoryIsBoundedInBytesToo() throws IOException {
    EventHistory history = EventHistory.inMemory();
    for (int i = 0; i < 400; i++) {
      history.add(event("x".repeat(9000)));
    }
    assertThat(history.page(0, 400).length()).isLessThan((1 << 20) + 10_000);
  }

  @Test
  void whatAnEarlierStartLeftIsThereAndForNobodyElse() throws IOException {
    try (EventHistory first = open()) {
      first.add(event("one"));
      first.add(event("two"));
    }
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (EventHistory second = open()) {
      assertThat(texts(second)).containsExactly("one", "two");
      second.add(event("three"));
    }
    try (EventHistory third = open()) {
      assertThat(texts(third)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aTornLineIsLeftOutAndTheNextIsWhole() throws IOException {
    try (EventHistory first = open()) {
      first.add(event("one"));
    }
    Files.writeString(file(), event("torn").line().substring(0, 20), StandardOpenOption.APPEND);
    try (EventHistory second = open()) {
      assertThat(texts(second)).containsExactly("one");
      second.add(event("two"));
    }
    try (EventHistory third = open()) {
      assertThat(texts(third)).containsExactly("one", "two");
    }
  }

  @Test
  void theFilesAreBounded() throws IOException {
    for (int start = 0; start < 3; start++) {
      try (EventHistory history = open()) {
        for (int i = 0; i < 100; i++) {
          history.add(event("x".repeat(4000)));
        }
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2).allMatch(each -> each.toFile().length() < 300_000);
    }
  }

  /** A folder in its place stands for every reason why a disk takes nothing. */
  @Test
  void aDiskThatTakesNothingKeepsNobodyFromGoingOn() throws IOException {
    Files.createDirectory(file());
    try (EventHistory history = open()) {
      history.add(event("one"));
      assertThat(texts(history)).containsExactly("one");
    }
    assertThat(told).hasSize(2).allMatch(each -> each.contains("events"));
    Files.delete(file());
    try (EventHistory history = open()) {
      history.add(event("two"));
    }
    try (EventHistory history = open()) {
      assertThat(texts(history)).containsExactly("two");
    }
  }

  @Test
  @DisplayName("a slow disk holds nobody up, and what waits for it is bounded")
  void aSlowDisk() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(EventFile.WAITING_MAX);
    ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, waiting);
    try (EventFile slow = new EventFile(folder, NODE, writer, faults)) {
      writer.execute(
          () -> {
            try {
              disk.await();
            } catch (InterruptedException stop) {
              Thread.currentThread().interrupt();
            }
          });
      for (int i = 0; i < 2 * EventFile.WAITING_MAX; i++) {
        slow.append(event("e" + i).line());
      }
      assertThat(waiting).hasSize(EventFile.WAITING_MAX);
      assertThat(told).hasSize(EventFile.WAITING_MAX).allMatch(each -> each.contains("too slow"));
      disk.countDown();
    }
    assertThat(new EventFile(folder, NODE, Thread::new, faults).read())
        .hasSize(EventFile.WAITING_MAX);
  }
}
