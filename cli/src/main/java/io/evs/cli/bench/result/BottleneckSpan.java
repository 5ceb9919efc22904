package io.evs.cli.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs of neighbouring sizes that the same thing limited.
 *
 * @param runs how many they are
 * @param first bytes of the first one
 * @param last bytes of the last one
 * @param limit that of the first one
 */
public record BottleneckSpan(int runs, int first, int last, Bottleneck limit) {

  public static List<BottleneckSpan> of(List<RunResult> runs) {
    List<BottleneckSpan> groups = new ArrayList<>();
    int to;
    for (int from = 0; from < runs.size(); from = to) {
      Bottleneck limit = runs.get(from).limit();
      to = from + 1;
      while (to < runs.size() && same(limit, runs.get(to).limit())) {
        to++;
      }
      int first = runs.get(from).bytes();
      groups.add(new BottleneckSpan(to - from, first, runs.get(to - 1).bytes(), limit));
    }
    return groups;
  }

  private static boolean same(Bottleneck one, Bottleneck other) {
    return one.kind() == other.kind() && one.nodeId() == other.nodeId();
  }

  public String sizes() {
    return runs == 1
        ? String.format(Locale.ROOT, "%,d bytes", first)
        : String.format(Locale.ROOT, "%,d to %,d bytes", first, last);
  }

  /** The figure in it is that of the first of several runs. */
  public String text() {
    return runs == 1 ? limit.text() : limit.text() + " (figures of the first of these sizes)";
  }
}
