package io.evs.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.verify.Story;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report as people and programs see it. */
public class ReportTest {
  private final Report good =
      new Report(5, 123456, 12, 100000, List.of(), 0, List.of(), new Exercised(12, 3, 1, 2));
  private final Report bad =
      new Report(
          2,
          9,
          2,
          3,
          List.of(new Violation(Property.D5, "a \"quote\"\n", 2)),
          4,
          List.of("cut"),
          new Exercised(1, 0, 0, 0));

  public static String json(Report report) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      report.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  @Test
  void jsonOfAGoodRun() throws IOException {
    assertThat(json(good))
        .isEqualTo(
            "{\"ok\":true,\"processes\":5,\"events\":123456,"
                + "\"configurations\":12,\"deliveries\":100000,\"violations\":[],"
                + "\"violation_count\":0,\"exercised\":{\"rings\":12,\"tails\":3,\"gaps\":1,"
                + "\"safe_in_tails\":2},\"warnings\":[]}");
  }

  @Test
  void jsonOfABadRunEscapesMessages() throws IOException {
    assertThat(json(bad))
        .startsWith("{\"ok\":false,\"processes\":2")
        .contains(
            "\"violations\":[{\"property\":\"D5\",\"message\":\"a \\\"quote\\\"\\n\","
                + "\"process\":2,\"name\":\"one total order\"}],\"violation_count\":4")
        .endsWith("\"warnings\":[\"cut\"]}");
  }

  @Test
  void textNamesEachViolationAndHowManyMore() {
    assertThat(good.toText()).startsWith("ok: 5 processes, 123456 events");
    assertThat(bad.toText())
        .startsWith("VIOLATED: 2 processes")
        .contains(
            "D5 (one total order): a \"quote\"",
            Property.hint(),
            "3 more violations",
            "warning: cut");
  }

  @Test
  void messagesShowBothHistories() {
    Report report =
        new Story(
                "p1: R(4;1,2,3) s:a d:a d:b d:c",
                "p2: R(4;1,2,3) d:a d:c s:b",
                "p3: R(4;1,2,3) s:c")
            .check();
    assertThat(report.violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.process()).isEqualTo(2);
              assertThat(violation.message())
                  .contains("process 1: 1.1.1 [2.1.1] 3.1.1", "process 2: 1.1.1 [3.1.1]")
                  .contains("ring 1:4 at place 2");
            });
  }
}
