package io.evs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.cli.Run;
import io.evs.cli.ring.FakeRing;
import io.evs.verify.report.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VerifyCommandTest {
  @TempDir Path folder;

  @Test
  void aRingThatKeepsItsPromisesPasses() {
    Run run =
        new Run().on(new FakeRing()).evs("verify", "--nodes", "4", "--messages", "100", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"verify\",\"ok\":true,\"processes\":4,")
        .contains("\"deliveries\":1600,\"violations\":[]");
  }

  @Test
  void aLostMessageIsFound() {
    assertFound(delivery -> Optional.empty(), Property.D3);
  }

  @Test
  void aChangedMessageIsFound() {
    assertFound(
        delivery -> {
          byte[] payload = delivery.payload().clone();
          payload[payload.length - 1] ^= 1;
          return Optional.of(
              new Delivery(
                  delivery.groups(),
                  delivery.sender(),
                  delivery.guarantee(),
                  delivery.ring(),
                  delivery.sequence(),
                  payload));
        },
        Property.B4);
  }

  private static void assertFound(Function<Delivery, Optional<Delivery>> fault, Property property) {
    FakeRing ring = new FakeRing();
    AtomicInteger count = new AtomicInteger();
    ring.tamper(3, seen -> count.getAndIncrement() == 20 ? fault.apply(seen.get()) : seen);
    Run run = new Run().on(ring).evs("verify", "--messages", "50", "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("\"ok\":false")
        .contains("{\"property\":\"" + property.name() + "\"")
        .contains("\"process\":3,\"name\":\"" + property.title() + "\"}");
  }

  @Test
  void recordedTracesAreChecked() throws IOException {
    Path traces = folder.resolve("traces");
    assertThat(new Run().evs("simulate", "--seed", "3", "--trace", traces.toString()).exit())
        .isZero();
    Run run = new Run().evs("verify", traces.toString(), "--json");
    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("\"command\":\"verify\",\"ok\":true,\"processes\":3");
    dropOneDelivery(traces.resolve("p2.jsonl"));
    Run broken = new Run().evs("verify", traces.toString());
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.out()).startsWith("VIOLATED");
  }

  private static void dropOneDelivery(Path trace) throws IOException {
    var lines = new java.util.ArrayList<>(Files.readAllLines(trace));
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).contains("{\"e\":\"dlv\"") ? i : last;
    }
    assertThat(last).isPositive();
    lines.remove(last - 20);
    Files.write(trace, lines);
  }

  @Test
  void optionsAreChecked() {
    assertThat(new Run().evs("verify", "/nonexistent/x").exit()).isEqualTo(2);
    assertThat(new Run().evs("verify", folder.toString(), "--nodes", "2").err())
        .contains("for a live check");
    assertThat(new Run().evs("verify", "--messages", "0").err()).contains("at least 1");
    assertThat(new Run().evs("verify", "--chaos", "--messages", "9").err())
        .contains("without --messages");
    assertThat(new Run().evs("verify", "--seed", "1").err()).contains("without --chaos");
  }
}
