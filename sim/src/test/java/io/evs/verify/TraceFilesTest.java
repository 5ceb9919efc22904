package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.RingId;
import io.evs.trace.EnvTrace;
import io.evs.trace.TraceWriter;
import io.evs.verify.report.Exercised;
import io.evs.verify.report.Property;
import io.evs.verify.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to verdicts: what the reader forgives and what it does not. */
class TraceFilesTest {
  private static final String HEADER = "{\"e\":\"trace\",\"v\":1,\"p\":1}\n";
  private static final String START = "{\"e\":\"start\",\"t\":0,\"inc\":1}\n";
  private static final String RING =
      "{\"e\":\"conf\",\"t\":10,\"k\":\"R\",\"r\":\"1:4\",\"mem\":[1]}\n";
  private static final String SEND =
      "{\"e\":\"send\",\"t\":20,\"n\":1,\"r\":\"1:4\",\"s\":1,\"v\":\"s\",\"h\":9}\n";
  private static final String DELIVERY =
      "{\"e\":\"dlv\",\"t\":21,\"m\":[1,1,1],\"r\":\"1:4\",\"s\":1,\"v\":\"s\",\"h\":9}\n";
  private static final String END = "{\"e\":\"end\",\"t\":200}\n";
  private static final String RESTART =
      "{\"e\":\"start\",\"t\":300,\"inc\":2}\n"
          + "{\"e\":\"conf\",\"t\":310,\"k\":\"R\",\"r\":\"1:8\",\"mem\":[1]}\n";

  @TempDir Path folder;

  private Report check(String text) throws IOException {
    Files.writeString(folder.resolve("p1.jsonl"), text);
    return check();
  }

  private Report check() throws IOException {
    return Checker.check(List.of(folder), Checker.Options.STRICT);
  }

  @Test
  void wholeTraceIsFine() throws IOException {
    Report report = check(HEADER + START + RING + SEND + DELIVERY + END);
    assertThat(report.ok()).isTrue();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.events()).isEqualTo(5);
  }

  @Test
  void exampleOfTheFormat() throws IOException {
    Report report =
        check(
            "{\"e\":\"trace\",\"v\":1,\"p\":1}\n"
                + "{\"e\":\"start\",\"t\":0,\"inc\":1}\n"
                + "{\"e\":\"conf\",\"t\":10,\"k\":\"R\",\"r\":\"1:4\",\"mem\":[1,2]}\n"
                + "{\"e\":\"send\",\"t\":20,\"n\":1,\"r\":\"1:4\",\"s\":1,\"v\":\"s\",\"h\":907060870}\n"
                + "{\"e\":\"conf\",\"t\":90,\"k\":\"T\",\"r\":\"1:4\",\"nx\":\"1:8\",\"mem\":[1]}\n"
                + "{\"e\":\"dlv\",\"t\":90,\"m\":[1,1,1],\"r\":\"1:4\",\"s\":1,\"v\":\"s\",\"h\":907060870}\n"
                + "{\"e\":\"conf\",\"t\":90,\"k\":\"R\",\"r\":\"1:8\",\"mem\":[1]}\n"
                + "{\"e\":\"end\",\"t\":200}\n");
    assertThat(report.ok()).isTrue();
    assertThat(report.exercised()).isEqualTo(new Exercised(2, 1, 0, 1));
  }

  @Test
  void everyCutOfTheLastLineIsAtMostAWarning() throws IOException {
    String whole = HEADER + START + RING + SEND + DELIVERY;
    int lastLine = whole.length() - DELIVERY.length();
    for (int length = lastLine; length <= whole.length(); length++) {
      Report report = check(whole.substring(0, length));
      assertThat(report.violations()).as("cut at %d", length).isEmpty();
      boolean cut = length > lastLine && length < whole.length() - 1;
      assertThat(report.warnings()).as("cut at %d", length).hasSize(cut ? 1 : 0);
    }
  }

  /** SEC-S7: another process in each line does not cost a log for each. */
  @Test
  void moreProcessesThanARingCanHaveAreRefused() throws IOException {
    StringBuilder text = new StringBuilder("{\"e\":\"trace\",\"v\":1}\n");
    for (int process = 1; process <= 5000; process++) {
      text.append("{\"e\":\"start\",\"t\":0,\"inc\":1,\"p\":").append(process).append("}\n");
    }
    Report report = check(text.toString());
    assertThat(report.violations())
        .anyMatch(found -> found.message().contains("more than 4096 processes"))
        .noneMatch(found -> found.process() > 4096);
  }

  @Test
  void halfLineInTheMiddleIsMalformed() throws IOException {
    Report report = check(HEADER + START + RING + "{\"e\":\"no\n" + SEND + DELIVERY + END);
    assertThat(Story.properties(report)).isEqualTo("W");
    assertThat(report.violations().get(0).message()).contains("p1.jsonl:4: half a line");
    assertThat(report.violations().get(0).process()).isEqualTo(1);
  }

  /** NEW-B19: violations had no file and line. */
  @Test
  void whatALineBreaksNamesThatLine() throws IOException {
    Report report = check(HEADER + START + RING + SEND + DELIVERY + DELIVERY + END);
    assertThat(report.violations())
        .anyMatch(
            found ->
                found.property() == Property.B2
                    && found.message().endsWith(", at " + folder.resolve("p1.jsonl") + ":6"));
    assertThat(check(HEADER + START + RING + SEND + END).violations())
        .noneMatch(found -> found.message().contains(", at "));
  }

  @Test
  void cutLineBeforeANewIncarnationIsAWarning() throws IOException {
    Report report = check(HEADER + START + RING + SEND.substring(0, 30) + "\n" + RESTART);
    assertThat(report.ok()).isTrue();
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void garbageIsMalformedEvenBeforeANewIncarnation() throws IOException {
    assertThat(Story.properties(check(HEADER + START + RING + "rubbish\n" + RESTART)))
        .isEqualTo("W");
  }

  @Test
  void wrongTypesAndMissingFieldsAreMalformed() throws IOException {
    for (String line :
        List.of(
            "[1]",
            "{\"t\":1}",
            "{\"e\":\"start\",\"inc\":\"1\"}",
            "{\"e\":\"start\",\"inc\":1.5}",
            "{\"e\":\"start\",\"inc\":01}",
            "{\"e\":\"start\",\"inc\":99999999999999999999}",
            "{\"e\":\"send\",\"n\":1,\"r\":\"1:4\"}",
            "{\"e\":\"send\",\"n\":1,\"r\":4,\"v\":\"a\"}",
            "{\"e\":\"dlv\",\"m\":[1,1],\"r\":\"1:4\",\"v\":\"a\"}",
            "{\"e\":\"dlv\",\"m\":[1,1,1],\"r\":\"1:4\",\"v\":\"a\",\"s\":4294967296}",
            "{\"e\":\"conf\",\"k\":\"X\",\"r\":\"1:4\",\"mem\":[1]}",
            "{\"e\":\"conf\",\"k\":\"R\",\"r\":\"1:4\",\"mem\":[-1]}",
            "{\"e\":\"conf\",\"k\":\"R\",\"r\":\"1:4\",\"mem\":[1,[2]]}",
            "{\"e\":\"note\",\"p\":-1}",
            "{\"e\":\"note\"} x",
            "{\"e\":\"note\",}",
            "{\"e\":\"note\",\"text\":\"\\x\"}",
            "{\"e\":\"trace\",\"v\":2,\"p\":1}")) {
      Report report = check(HEADER + START + RING + line + "\n" + SEND + DELIVERY + END);
      assertThat(Story.properties(report)).as(line).isEqualTo("W");
    }
  }

  @Test
  void unknownFieldsAndEventsAreIgnored() throws IOException {
    Report report =
        check(
            HEADER
                + START
                + " { \"inc\" : 7 , \"e\" : \"fault\" , \"r\" : { \"a\" : [ null , 1e9 ] } } \r\n"
                + "\n"
                + RING.replace("}", ",\"zz\":[{\"q\":\"\\u00e9\"},-0.5]}")
                + END);
    assertThat(report.ok()).isTrue();
    assertThat(report.events()).isEqualTo(4);
  }

  @Test
  void unreadableRingIdOfAConfiguration() throws IOException {
    assertThat(Story.properties(check(HEADER + START + RING.replace("1:4", "1-4"))))
        .isEqualTo("C4");
  }

  @Test
  void mergedFilesNameTheProcessInEachLine() throws IOException {
    String merged = (START + RING + SEND + DELIVERY + END).replace("}\n", ",\"p\":1}\n");
    assertThat(check(merged).ok()).isTrue();
    assertThat(Story.properties(check(START))).isEqualTo("W");
  }

  @Test
  void sequencesMayBeSignedOrUnsigned() throws IOException {
    String signed = DELIVERY.replace("\"s\":1", "\"s\":-2");
    assertThat(
            check(HEADER + START + RING + SEND.replace("\"s\":1", "\"s\":4294967294") + signed)
                .ok())
        .isTrue();
  }

  @Test
  void compressedFilesAreReadAlsoWhenCut() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((HEADER + START + RING + SEND + DELIVERY).getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("p1.jsonl.gz");
    Files.write(file, packed.toByteArray());
    assertThat(check().deliveries()).isEqualTo(1);
    for (int length = 0; length < packed.size(); length++) {
      Files.write(file, Arrays.copyOf(packed.toByteArray(), length));
      assertThat(check().violations()).as("cut at %d", length).isEmpty();
    }
    Files.writeString(file, "this is not compressed at all");
    assertThat(Story.properties(check())).isEqualTo("W");
  }

  @Test
  void laterIncarnationContinuesTheFileOfAKilledOne() throws IOException {
    Path file = folder.resolve("p1.jsonl");
    RingId first = new RingId(1, 4);
    try (TraceWriter writer = TraceWriter.open(file, 1, "monotonic")) {
      writer.start(0, 1);
      writer.regular(1, first, new int[] {1});
      writer.send(2, 1, first, 1, false, 5);
    }
    Files.writeString(file, "{\"e\":\"dlv\",\"t\":", StandardOpenOption.APPEND);
    try (TraceWriter writer = TraceWriter.open(file, 1, "monotonic")) {
      writer.start(10, 2);
      writer.regular(11, new RingId(1, 8), new int[] {1});
      writer.end(12);
    }
    Report report = check();
    assertThat(report.violations()).isEmpty();
    assertThat(report.warnings()).singleElement().asString().contains("p1.jsonl:5: cut line");
    assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("trace")).count())
        .isEqualTo(1);
  }

  @Test
  void environmentFileTurnsLivenessOn() throws IOException {
    try (EnvTrace env = EnvTrace.open(folder.resolve("env.jsonl"))) {
      env.stable(0, new int[][] {{1, 2}}, 1000, true);
    }
    assertThat(Story.properties(check(HEADER + START + RING + END))).isEqualTo("L1");
    try (EnvTrace env = EnvTrace.open(folder.resolve("env.jsonl"))) {
      env.stable(0, new int[][] {{1}}, 1000, true);
    }
    Report report = check();
    assertThat(report.ok()).isTrue();
    assertThat(report.processes()).isEqualTo(1);
  }

  @Test
  void missingFolderIsAnErrorAndAnEmptyOneAWarning() throws IOException {
    assertThat(check().warnings()).hasSize(1);
    assertThatThrownBy(() -> Checker.check(List.of(folder.resolve("none")), Checker.Options.STRICT))
        .isInstanceOf(NoSuchFileException.class);
  }
}
