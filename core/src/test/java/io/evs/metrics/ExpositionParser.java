package io.evs.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Prometheus text format 0.0.4 and refuses everything that its description does not
 * allow, and what it only advises against: a family that is not described, is described after its
 * samples or twice, or is not in one piece; a sample twice; a histogram whose buckets do not grow.
 */
final class ExpositionParser {
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\n]|\\\\\\\\|\\\\n)+)");
  private static final Pattern TYPE =
      Pattern.compile(
          "# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");

  /**
   * A family of samples.
   *
   * @param samples values by name and labels, as written
   */
  record Family(String name, String type, String help, Map<String, Double> samples) {}

  private final Map<String, Family> families = new LinkedHashMap<>();
  private Family current;
  private String help;
  private String helped;

  private ExpositionParser() {}

  /** Families by name, in their order. */
  static Map<String, Family> parse(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    ExpositionParser parser = new ExpositionParser();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      parser.line(line);
    }
    parser.families.values().forEach(ExpositionParser::check);
    return parser.families;
  }

  private void line(String line) {
    Matcher helpLine = HELP.matcher(line);
    Matcher typeLine = TYPE.matcher(line);
    if (helpLine.matches()) {
      helped = helpLine.group(1);
      help = helpLine.group(2);
    } else if (typeLine.matches()) {
      require(typeLine.group(1).equals(helped), "no HELP before", line);
      current = new Family(helped, typeLine.group(2), help, new LinkedHashMap<>());
      require(families.put(helped, current) == null, "a second time", line);
    } else {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), "not a sample", line);
    require(current != null && belongs(sample.group(1)), "not of the family above", line);
    Map<String, String> labels = labels(sample.group(2), line);
    String key = sample.group(1) + new TreeMap<>(labels);
    require(current.samples().put(key, number(sample.group(3), line)) == null, "twice", line);
  }

  private boolean belongs(String name) {
    if (!current.type().equals("histogram")) {
      return name.equals(current.name());
    }
    return Set.of("_bucket", "_sum", "_count").stream()
        .anyMatch(suffix -> name.equals(current.name() + suffix));
  }

  private static Map<String, String> labels(String text, String line) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (text == null) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (label.find() && label.start() == at) {
      require(labels.put(label.group(1), label.group(2)) == null, "label twice", line);
      at = label.end();
    }
    require(at == text.length() && !text.isEmpty(), "labels not well-formed", line);
    return labels;
  }

  private static double number(String text, String line) {
    require(text.matches("[+-]?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|Inf)|NaN"), "not a number", line);
    return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static void check(Family family) {
    require(!family.samples().isEmpty(), "no samples", family.name());
    boolean counter = family.type().equals("counter");
    require(counter == family.name().endsWith("_total"), "name and type differ", family.name());
    require(
        !counter || family.samples().values().stream().allMatch(each -> each >= 0),
        "negative",
        family.name());
    if (family.type().equals("histogram")) {
      checkHistogram(family);
    }
  }

  private static void checkHistogram(Family family) {
    List<Double> bounds = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    family
        .samples()
        .forEach(
            (key, value) -> {
              if (key.startsWith(family.name() + "_bucket{le=")) {
                String bound = key.substring(key.indexOf('=') + 1, key.length() - 1);
                bounds.add(number(bound, key));
                counts.add(value);
              }
            });
    require(bounds.equals(bounds.stream().sorted().distinct().toList()), "order", family.name());
    require(counts.equals(counts.stream().sorted().toList()), "not cumulative", family.name());
    require(bounds.get(bounds.size() - 1) == Double.POSITIVE_INFINITY, "no +Inf", family.name());
    require(
        counts.get(counts.size() - 1).equals(family.samples().get(family.name() + "_count{}")),
        "+Inf is not the count",
        family.name());
    require(family.samples().containsKey(family.name() + "_sum{}"), "no sum", family.name());
  }

  private static void require(boolean holds, String problem, String where) {
    if (!holds) {
      throw new AssertionError(problem + ": " + where);
    }
  }
}
