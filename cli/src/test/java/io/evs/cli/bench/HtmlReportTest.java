package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.Results;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Timeline;
import io.evs.cli.bench.result.Warmup;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;

class HtmlReportTest {
  private static final String HOSTILE = "<script>alert(\"1 & 2\")</script>' \u0001\ud800]]>";

  private static HtmlReport.Setup setup(String commandLine) {
    return new HtmlReport.Setup(
        commandLine, List.of(List.of("ring.name", HOSTILE, "option")), Results.HEAD);
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<RunResult> runs() {
    List<Timeline.Slice> slices =
        List.of(slice(0, 100, 210, 900), slice(100, 200), slice(200, 300, 400));
    return List.of(
        Results.with(Results.run(64, 30_000, 0.3, 210, 400, 900), slices),
        Results.with(Results.run(40_000, 300, 0.3, 700, 800), slices),
        Results.run(0, 10, 0.1));
  }

  private static BenchResults results() {
    return BenchResults.of(runs());
  }

  private static Timeline.Slice slice(long fromMillis, long toMillis, long... micros) {
    return new Timeline.Slice(
        fromMillis * 1_000_000,
        toMillis * 1_000_000,
        micros.length,
        Timeline.encode(Results.latencies(micros)));
  }

  private static List<Element> elements(Document document) {
    NodeList all = document.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  @Test
  void isWellFormedWhateverIsInIt() throws Exception {
    Document page = parse(new HtmlReport(setup("evs bench " + HOSTILE), results()).page());
    String text = page.getDocumentElement().getTextContent();
    assertThat(text).contains("evs bench <script>alert(\"1 & 2\")</script>'");
    assertThat(text).contains("100,000", "40.000").doesNotContain("NaN", "Infinity", "null");
  }

  @Test
  void needsNothingFromElsewhereAndRunsNothing() throws Exception {
    String source = new HtmlReport(setup("evs bench"), results()).page();
    assertThat(source).doesNotContain("http:", "https:", "//", "@import", "url(", "javascript:");
    for (Element element : elements(parse(source))) {
      assertThat(element.getTagName()).isNotIn("script", "link", "img", "iframe", "object", "base");
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        assertThat(attributes.item(i).getNodeName())
            .isNotIn("src", "href", "xlink:href", "style")
            .doesNotStartWith("on");
      }
    }
  }

  @Test
  void hasPlotsWhosePointsAreWithinThem() throws Exception {
    Document page = parse(new HtmlReport(setup("evs bench"), results()).page());
    List<String> plots =
        elements(page).stream()
            .filter(element -> element.getTagName().equals("svg"))
            .map(element -> element.getAttribute("aria-label"))
            .filter(label -> !label.isEmpty())
            .toList();
    assertThat(plots)
        .containsExactly(
            "Payload per second by size",
            "Messages per second by size",
            "Payload per second over time",
            "Time in the queue by percentile",
            "Time in the queue over time");
    for (Element element : elements(page)) {
      if (element.getTagName().equals("polyline") && !element.getAttribute("points").isEmpty()) {
        for (String point : element.getAttribute("points").split(" ")) {
          String[] xy = point.split(",");
          assertThat(Double.parseDouble(xy[0])).isBetween(0.0, 860.0);
          assertThat(Double.parseDouble(xy[1])).isBetween(0.0, 320.0);
        }
      }
    }
  }

  /** NEW-C: tables were cut at the width of the text, in a window that had room for them. */
  @Test
  void tablesMayBeWiderThanTheText() throws Exception {
    Document page = parse(new HtmlReport(setup("evs bench"), results()).page());
    for (Element element : elements(page)) {
      if (element.getTagName().equals("table")) {
        boolean facts = element.getAttribute("class").equals("facts");
        assertThat(((Element) element.getParentNode()).getAttribute("class"))
            .isEqualTo(facts ? "wide" : "wide figures");
      }
    }
    assertThat(page.getElementsByTagName("style").item(0).getTextContent())
        .contains(".wide { overflow-x: auto; }")
        .containsPattern("\\.figures \\{ width: max-content; max-width: min\\(100vw");
  }

  /** NEW-B4: the page's large numbers were the length of a queue, and called latencies. */
  @Test
  void theHeadlineIsTheLatencyAtHalfOfTheMaximum() throws Exception {
    RunResult half = Results.with(Results.run(64, 15_000, 0.3, 210, 220), 50_000, 0, false);
    BenchResults results = new BenchResults(Warmup.NONE, runs(), List.of(half));
    String page = new HtmlReport(setup("evs bench"), results).page();
    assertThat(parse(page).getDocumentElement().getTextContent())
        .contains("Latency, half below", "0.210 ms", "at 64 bytes, 50,000 messages/s")
        .contains("Latency at half of the maximum", "the share of the messages");
    assertThat(new HtmlReport(setup("evs bench"), results()).page())
        .contains("Time in the queue, half below")
        .doesNotContain("Latency, half below");
  }

  @Test
  void oneRunWithoutLatenciesIsEnough() throws Exception {
    Document page =
        parse(
            new HtmlReport(setup("evs bench"), BenchResults.of(List.of(Results.run(100, 1, 1))))
                .page());
    assertThat(page.getDocumentElement().getTextContent()).contains("Figures", "Members");
  }
}
