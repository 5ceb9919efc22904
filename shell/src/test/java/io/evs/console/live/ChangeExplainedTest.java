package io.evs.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.console.source.RingEvent;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.node.EvsNode;
import io.evs.node.FaultInjection;
import io.evs.node.StatusAgent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A change on the page of events is explained as evs why explains it, on a ring of two. */
@Timeout(60)
class ChangeExplainedTest {
  private final String ring = UUID.randomUUID().toString();
  private final List<RingEvent> seen = new ArrayList<>();
  @TempDir Path first;
  @TempDir Path second;

  private EvsConfig.Builder node(long id, String name, Path state) {
    return EvsConfig.builder()
        .nodeId(id)
        .nodeName(name)
        .bind("127.0.0.1")
        .transport(EvsConfig.TransportKind.UNICAST)
        .ringName(ring)
        .stateDir(state);
  }

  @Test
  void whatTheRecordersSayIsShownAndWhoseCouldNotBeAsked() {
    EvsNode one = EvsNode.start(node(1, "one", first).build());
    StatusAgent.start(one);
    String address = "127.0.0.1:" + one.status().address().getPort();
    EvsNode two = EvsNode.start(node(2, "two", second).peer(address).build());
    String lost = "127.0.0.1:" + two.status().address().getPort();
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    try (LiveSource source = new LiveSource(one, List.of(), events, Optional.empty())) {
      one.awaitMembers(2, Duration.ofSeconds(20));
      await(() -> source.snapshot().members().size() == 2);
      seen.addAll(source.takeEvents());
      FaultInjection.crash(two);
      await(() -> change(source).isPresent());
      Subject event = new Subject.Happened(1, change(source).get());
      await(() -> facts(source, event).contains("cause: a member fell silent"));
      assertThat(facts(source, event))
          .anyMatch(fact -> fact.startsWith("2 left ring "))
          .contains("comes from: 2", "recorders: one")
          .anyMatch(fact -> fact.startsWith("not asked: 2: not in the ring now"))
          .anyMatch(fact -> fact.startsWith("seen: "));
      await(() -> source.snapshot().members().get(1).state().equals("GONE"));
      assertThat(facts(source, new Subject.Member(two.id(), "")))
          .contains("in the ring: no", "address: " + lost)
          .anyMatch(fact -> fact.endsWith(": fell silent; and still is"));
    }
  }

  private Optional<RingEvent> change(LiveSource source) {
    seen.addAll(source.takeEvents());
    return seen.stream()
        .filter(event -> event.kind() == RingEvent.Kind.CHANGE && event.text().contains("left 2"))
        .findFirst()
        .or(() -> seen.stream().filter(event -> event.text().contains("left two")).findFirst());
  }

  private static List<String> facts(LiveSource source, Subject subject) {
    return source.describe(subject).stream()
        .map(Section::facts)
        .flatMap(List::stream)
        .map(fact -> fact.label().isEmpty() ? fact.value() : fact.label() + ": " + fact.value())
        .toList();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }
}
