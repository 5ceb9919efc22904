package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.bench.result.Results;
import io.evs.cli.bench.result.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  /** Reads RFC 4180. */
  private static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        rows.get(rows.size() - 1).add(cell.toString());
        cell.setLength(0);
        if (c == '\n' && i + 1 < text.length()) {
          rows.add(new ArrayList<>());
        }
      } else {
        cell.append(c);
      }
    }
    assertThat(quoted).isFalse();
    assertThat(cell).isEmpty();
    return rows;
  }

  private static List<Map<String, String>> written(BenchPrinter.Head head, RunResult... runs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CsvTable.write(new PrintStream(bytes, true, StandardCharsets.UTF_8), head, List.of(runs));
    List<List<String>> rows = parse(bytes.toString(StandardCharsets.UTF_8));
    List<Map<String, String>> named = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      assertThat(row).hasSameSizeAs(rows.get(0));
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(rows.get(0).get(i), row.get(i));
      }
      named.add(cells);
    }
    return named;
  }

  @Test
  void aRowForEachSizeReadsBack() {
    List<Map<String, String>> rows =
        written(
            Results.HEAD,
            Results.run(100, 1000, 0.5, 210),
            Results.with(Results.run(200, 500, 0.5, 20, 30), 0, 0, true));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("bytes", "100")
        .containsEntry("writes", "1000")
        .containsEntry("delivered", "3000")
        .containsEntry("seconds", "0.500000")
        .containsEntry("writes_per_second", "2000.0")
        .containsEntry("megabytes_per_second", "0.200")
        .containsEntry("cpu_seconds", "2.700")
        .containsEntry("p50_us", "210")
        .containsEntry("guarantee", "agreed")
        .containsEntry("limit", "unknown")
        .containsEntry("interrupted", "false")
        .containsEntry("started_at", "2023-11-14T22:13:20Z");
    assertThat(rows.get(1)).containsEntry("interrupted", "true").containsEntry("max_us", "30");
  }

  @Test
  void aCellWithCommasQuotesOrLinesReadsBack() {
    String odd = "a,\"b\"\nc";
    BenchPrinter.Head head = new BenchPrinter.Head(3, 1, "agreed", odd, "none");
    assertThat(written(head, Results.run(1, 1, 1)).get(0)).containsEntry("transport", odd);
  }
}
