package io.evs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser that the other tests rely on is strict. */
class ExpositionParserTest {
  @Test
  void readsWhatIsAllowed() {
    String text =
        "# HELP a_total some help \\\\ \\n\n# TYPE a_total counter\na_total 5\n"
            + "# HELP b help\n# TYPE b gauge\nb{x=\"1\",y=\"q\\\"\\\\\\n\"} -1.5e3\nb{x=\"2\"} NaN\n";
    assertThat(ExpositionParser.parse(text)).containsOnlyKeys("a_total", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1\n",
        "# TYPE a gauge\na 1\n",
        "# HELP a help\n# TYPE a gauge\na 1",
        "# HELP a help\n# TYPE a gauge\n\na 1\n",
        "# HELP a help\n# TYPE a gauge\na one\n",
        "# HELP a help\n# TYPE a gauge\nb 1\n",
        "# HELP a help\n# TYPE a gauge\na 1\na 1\n",
        "# HELP a help\n# TYPE a gauge\na{x=1} 1\n",
        "# HELP a help\n# TYPE a gauge\na{x=\"\"\"} 1\n",
        "# HELP a help\n# TYPE a gauge\na{} 1\n",
        "# HELP a help\n# TYPE a gauge\na{x=\"1\",x=\"1\"} 1\n",
        "# HELP a help\n# TYPE a counter\na 1\n",
        "# HELP a help\n# TYPE a gauge\n",
        "# HELP a-b help\n# TYPE a-b gauge\na-b 1\n",
        "# HELP a he\\lp\n# TYPE a gauge\na 1\n",
        "# HELP a help\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n"
            + "a_sum 1\na_count 1\n",
        "# HELP a help\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        "# HELP a help\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
      })
  void refusesWhatIsNot(String text) {
    assertThatThrownBy(() -> ExpositionParser.parse(text)).isInstanceOf(AssertionError.class);
  }
}
