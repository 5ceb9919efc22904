package io.evs.cli.man;

import io.evs.node.status.Metric;
import io.evs.node.status.MetricKind;
import io.evs.node.status.Metrics;

/** The manual page of all figures, from their catalogue. */
final class MetricsPage {
  private MetricsPage() {}

  static String of() {
    Roff roff = new Roff("evs-metrics", 7, "what a node counts and measures");
    roff.section("description");
    roff.paragraph(
        "A node tells the same figures everywhere: in *evs status --counters*, in the documents of"
            + " *evs status --json* (under counters and histograms, by the names below), and to"
            + " Prometheus, with evs\u0002 before the name and \u0002total or \u0002seconds"
            + " behind it, and in seconds what is counted in microseconds. A node without a key has no figures of security.");
    roff.section("counters");
    roff.paragraph("They begin at 0 when the node starts.");
    list(roff, MetricKind.COUNTER);
    roff.section("gauges");
    list(roff, MetricKind.GAUGE);
    roff.section("histograms");
    roff.paragraph(
        "Percentiles in *evs status* are those of the last half to whole minute, within one"
            + " percent; the buckets for Prometheus count from the node's start. The clock is read"
            + " for each token, for one message of sixteen at random, and for the next message"
            + " whenever none was timed for a millisecond. Of the events that a turn of the loop"
            + " hands over to a handle the first one is timed.");
    list(roff, MetricKind.HISTOGRAM);
    roff.section("see also");
    roff.paragraph("evs-status(1), evs.yaml(5), evs(7)");
    return CommandPage.unmarked(roff.page());
  }

  private static void list(Roff roff, MetricKind kind) {
    for (Metric each : Metrics.list()) {
      if (each.kind() == kind) {
        roff.bold(each.name(), each.help().replace("_", "\u0002") + " (" + each.unit() + ")");
      }
    }
  }
}
