package io.evs.cli.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightList;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightRecorder;
import io.evs.flight.FlightSink;
import io.evs.flight.FlightText;
import io.evs.flight.GatherReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MS = 1_000_000L;

  @TempDir private Path folder;

  private String why(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "why";
    System.arraycopy(words, 0, all, 1, words.length);
    Run run = new Run().evs(all);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out();
  }

  /** Of node 1, whose ring 1:8 with 2 and 3 lost node 3 without a word of it. */
  private static String recorder() {
    FlightRecorder recorder = new FlightRecorder(64);
    recorder.event(0, FlightKind.START, 0, 1000 * MS, 1200 * MS, 0);
    recorder.event(5 * MS, FlightKind.INSTALLED, 1, 0, 8, 0);
    recorder.list(FlightList.MEMBERS, new int[] {1, 2, 3});
    long lost = FlightSink.pair(1, GatherReason.TOKEN_LOST.ordinal());
    recorder.event(9000 * MS, FlightKind.GATHER, 0, lost, 8, FlightSink.pair(77, 0));
    recorder.list(FlightList.MEMBERS, new int[] {1, 2, 3});
    recorder.event(10_200 * MS, FlightKind.SILENT, 0, 0, 0, 0);
    recorder.list(FlightList.SILENT, new int[] {3});
    recorder.event(10_213 * MS, FlightKind.INSTALLED, 1, FlightSink.pair(1, 1_213_000), 12, 8);
    recorder.list(FlightList.MEMBERS, new int[] {1, 2});
    recorder.list(FlightList.LEFT, new int[] {3});
    FlightLog.Source source =
        new FlightLog.Source(1, "n1", "demo", 1, 1000 * MS, 1200 * MS, Map.of());
    return FlightText.write(
        new FlightLog(
            source, 1_800_000_000_000L, 10_213 * MS, FlightRecorder.events(recorder.snapshot())));
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("1.flight"), recorder());
  }

  @Test
  void saysWhoLeftAndWhy() throws IOException {
    assertThat(why(file().toString(), "--last", "1"))
        .isEqualTo(
            String.join(
                "\n",
                "2027-01-15T08:00:00Z  silent  3",
                "  3 left ring 1:8 because no packet of it arrived any more (1 missed the token for"
                    + " 1.00 s), and it cannot be asked: crashed, stopped or cut off; 1 and 2 formed"
                    + " ring 1:12 in 1.21 s.",
                "    - 1 waited 1.20 s for 3 in vain",
                "    - no recorder of 3 covers that time",
                "    - 1 gave ring 1:8 up: no token for 1.00 s (totem.token)",
                "recorders of 1 n1",
                ""));
  }

  @Test
  void jsonHasTheFieldsOfTheContract() throws IOException {
    JsonNode document = JSON.readTree(why("--json", file().toString()));
    assertThat(document.get("schema").asInt()).isEqualTo(1);
    assertThat(document.get("command").asText()).isEqualTo("why");
    assertThat(document.get("changes")).hasSize(2);
    JsonNode crash = document.get("changes").get(1);
    assertThat(crash.fieldNames())
        .toIterable()
        .containsExactly(
            "ring",
            "at",
            "cause",
            "members_blamed",
            "link",
            "pause_ms",
            "unasked",
            "text",
            "evidence");
    assertThat(crash.get("unasked").toString()).isEqualTo("[3]");
    assertThat(crash.get("ring").get("sequence").asLong()).isEqualTo(12);
    assertThat(crash.get("cause").asText()).isEqualTo("crash");
    assertThat(crash.get("members_blamed").toString()).isEqualTo("[3]");
    assertThat(crash.get("link").isNull()).isTrue();
    assertThat(crash.get("pause_ms").isNull()).isTrue();
    assertThat(document.get("changes").get(0).get("cause").asText()).isEqualTo("start");
  }

  @Test
  void readsFoldersAndArchivesToo() throws IOException {
    String expected = why(file().toString());
    assertThat(why(folder.toString())).isEqualTo(expected);
    Path archive = folder.resolve("dump.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("status/1.json"));
      zip.write('{');
      zip.putNextEntry(new ZipEntry("flight/1.flight"));
      zip.write(recorder().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(why(archive.toString())).isEqualTo(expected);
    // The same events twice are one history.
    assertThat(why(archive.toString(), file().toString())).isEqualTo(expected);
  }

  @Test
  void whatIsNoRecorderIsSaidInASentence() throws IOException {
    Path other = Files.writeString(folder.resolve("x"), "hello\n");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path each : new Path[] {other, empty, folder.resolve("absent")}) {
      Run run = new Run().evs("why", each.toString());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).startsWith("evs: " + each).doesNotContain("Exception");
    }
    assertThat(new Run().evs("why", "--last", "0").exit()).isEqualTo(2);
    Run alone = new Run().evs("dump", folder.resolve("dump.zip").toString());
    assertThat(alone.exit()).isEqualTo(3);
    assertThat(folder.resolve("dump.zip")).doesNotExist();
  }

  /** T13-1, T13-2: one damaged file of a folder or archive hid all others, and had no name. */
  @Test
  void whatIsDamagedIsLeftOutAndNamed() throws IOException {
    String expected = why(file().toString());
    Path damaged = Files.writeString(folder.resolve("0.flight"), recorder().substring(0, 60));
    Run ofFolder = new Run().evs("why", folder.toString());
    assertThat(ofFolder.out()).isEqualTo(expected);
    assertThat(ofFolder.err())
        .isEqualTo(
            "evs: "
                + damaged
                + " is left out: the flight recorder is damaged or of a later version\n");
    Path archive =
        archive(
            Map.of("flight/1.flight", recorder(), "flight/2.flight", "x", "flight/3.flight", "y"));
    Run ofArchive = new Run().evs("why", archive.toString());
    assertThat(ofArchive.out()).isEqualTo(expected);
    assertThat(ofArchive.err()).contains("is left out: it is no flight recorder", "and 1 more");

    Files.delete(folder.resolve("1.flight"));
    Files.delete(archive);
    Run nothing = new Run().evs("why", folder.toString());
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains(damaged + " cannot be read: the flight recorder is damaged");
  }

  /** T13-1: the name was an internal fault. */
  @Test
  void namesInArchivesThatAreNoTextAreSaid() throws IOException {
    Path archive = archive(Map.of("flight/\u00e9.flight", recorder()));
    String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
    Files.writeString(
        archive, bytes.replace("\u00c3\u00a9", "\u00ff\u00ff"), StandardCharsets.ISO_8859_1);
    Run run = new Run().evs("why", archive.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern("the archive is damaged: (a name in it is not UTF-8|.*bad entry name)");
  }

  private Path archive(Map<String, String> entries) throws IOException {
    Path archive = folder.resolve("made.zip");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return archive;
  }
}
