package io.evs.node.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.ExpectsLog;
import io.evs.TestPorts;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightRecorder;
import io.evs.flight.FlightSink;
import io.evs.flight.FlightText;
import io.evs.flight.Refusal;
import io.evs.node.EvsNode;
import io.evs.node.process.Moment;
import io.evs.node.process.SocketDrops;
import io.evs.node.process.StandingFaults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ExpectsLog("the flight recorder cannot be kept in")
class FlightFilesTest {
  private static final InetSocketAddress BOUND = new InetSocketAddress("127.0.0.1", 5405);
  private static final String HEADER =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops\n";

  private final StandingFaults standing = new StandingFaults();

  @TempDir private Path folder;

  private static FlightLog log(long millis) {
    FlightLog.Source source = new FlightLog.Source(3, "n3", "demo", 1, 1, 1, Map.of());
    FlightEvent event = new FlightEvent(1, FlightKind.PAUSE, 0, millis, 0, 0, Map.of());
    return new FlightLog(source, millis, 1, List.of(event));
  }

  private FlightFiles files() {
    return new FlightFiles(
        Optional.of(folder), "3", new SocketDrops(BOUND, folder), count -> {}, () -> {}, standing);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("flight_3"))) {
      return all.sorted().toList();
    }
  }

  @Test
  void keepsTheNewestSixteenForTheUserAlone() throws IOException {
    for (int i = 1; i <= 20; i++) {
      FlightFiles files = files();
      long millis = i;
      files.write(() -> log(millis));
      files.close();
    }
    List<Path> kept = kept();
    assertThat(kept).hasSize(FlightFiles.FILES_MAX);
    assertThat(FlightText.read(Files.readString(kept.get(0)))).isEqualTo(log(5));
    assertThat(FlightText.read(Files.readString(kept.get(15)))).isEqualTo(log(20));
    for (Path each : kept) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.get(0).getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void whatCannotBeWrittenIsSaidForAsLongAsThatLasts() throws IOException {
    Files.createFile(folder.resolve("flight_3"));
    FlightFiles files = files();
    files.write(() -> log(1));
    files.close();
    assertThat(standing.sentences(Moment.now()))
        .singleElement()
        .asString()
        .startsWith("the flight recorder cannot be kept in " + folder)
        .endsWith(" already)");
    Files.delete(folder.resolve("flight_3"));
    files = files();
    files.write(() -> log(2));
    files.close();
    assertThat(standing.sentences(Moment.now())).isEmpty();
  }

  /** T13-4: files of a clock that was ahead must not push out what is written now. */
  @Test
  void theNewestIsKeptWhenTheClockWasSetBack() throws IOException {
    long ahead = 2_000_000_000_000L;
    for (int i = 0; i < 20; i++) {
      FlightFiles files = files();
      long millis = i < FlightFiles.FILES_MAX ? ahead + i : i;
      files.write(() -> log(millis));
      files.close();
    }
    List<Path> kept = kept();
    assertThat(kept).hasSize(FlightFiles.FILES_MAX);
    assertThat(FlightText.read(Files.readString(kept.get(15)))).isEqualTo(log(19));
    assertThat(FlightText.read(Files.readString(kept.get(0)))).isEqualTo(log(ahead + 4));
  }

  @Test
  void ofSeveralThatWaitTheLastIsWritten() throws IOException {
    FlightFiles files = files();
    files.write(() -> log(1));
    files.write(() -> log(2));
    files.close();
    assertThat(kept()).hasSize(1);
    assertThat(FlightText.read(Files.readString(kept().get(0)))).isEqualTo(log(2));
  }

  /** Issue 13, point 4: what led to a node's end is kept, too, and rejected packets by reason. */
  @Test
  void theLastFileIsWrittenWhenTheNodeEnds() throws IOException {
    EvsNode node =
        EvsNode.start(
            EvsConfig.builder()
                .port(0)
                .multicastPort(TestPorts.unused())
                .ringName("test-" + Long.toHexString(System.nanoTime()))
                .nodeId(3)
                .stateDir(folder)
                .build());
    node.awaitMembers(1, Duration.ofSeconds(30));
    node.close();
    List<Path> kept = kept();
    FlightLog last = FlightText.read(Files.readString(kept.get(kept.size() - 1)));
    assertThat(last.events()).extracting(FlightEvent::kind).contains(FlightKind.LEFT);
  }

  @Test
  void refusedPacketsOfNobodyAreSums() {
    NodeRecorder recorder = new NodeRecorder();
    recorder.refusals(7, Map.of("security_rejected_forged", 5L, "packets_malformed", 2L));
    recorder.refusals(8, Map.of("security_rejected_forged", 5L, "packets_malformed", 3L));
    List<FlightEvent> events = FlightRecorder.events(recorder.snapshot());
    assertThat(events)
        .extracting(
            each ->
                each.at()
                    + " "
                    + FlightSink.high(each.c())
                    + " "
                    + Refusal.of((int) FlightSink.low(each.c()) >>> 16))
        .containsExactlyInAnyOrder("7 5 FORGED", "7 2 MALFORMED", "8 1 MALFORMED");
  }

  @Test
  void dropsAreThoseOfTheSocketInTheKernelsTable() throws IOException {
    SocketDrops drops = new SocketDrops(BOUND, folder);
    assertThat(drops.count()).isZero();
    String line = "  1: %s 00000000:0000 07 0:0 00:0 00000000 0 0 9 2 0000000000000000 %s\n";
    Files.writeString(
        folder.resolve("udp"),
        HEADER
            + String.format(line, "0100007F:151D", "42")
            + String.format(line, "0200007F:151D", "7")
            + String.format(line, "0100007F:151E", "8")
            + "damaged\n");
    assertThat(drops.count()).isEqualTo(42);
  }
}
