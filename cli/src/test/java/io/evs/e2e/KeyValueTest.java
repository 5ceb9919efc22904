package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program of {@code examples/key-value}, as a client of a daemon. */
@Timeout(240)
class KeyValueTest extends E2e {
  private static final Path SOURCES =
      Path.of("..", "examples", "key-value", "src", "main", "java").toAbsolutePath().normalize();
  private static final Path LIBRARY = Path.of("..", "core", "target", "classes").toAbsolutePath();

  private final Map<String, String> ring = LoopbackRing.unique();

  private EvsProcess startNode() {
    EvsProcess node = start(evs("node").with(ring));
    node.awaitError("clients are served at");
    return node;
  }

  private EvsProcess startProgram() throws URISyntaxException {
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                LIBRARY.toString(),
                "-d",
                home.toString(),
                SOURCES.resolve("KeyValue.java").toString(),
                SOURCES.resolve("Entries.java").toString());
    assertThat(failed).isZero();
    String path = home + ":" + LIBRARY + ":" + System.getProperty("java.class.path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String socket = home.resolve("evs.sock").toString();
    return start(EvsProcess.program(home, java, "-cp", path, "KeyValue", "--socket", socket));
  }

  /** Issue 14: it answered every line with an error, and ended with status 0. */
  @Test
  void endsWithItsDaemonInOneSentence() throws Exception {
    EvsProcess node = startNode();
    EvsProcess program = startProgram();
    program.type("put colour blue");
    program.awaitThat("the answer", p -> p.output().contains("was null"));
    program.type("get colour");
    program.awaitThat("the value", p -> p.output().contains("colour is blue"));
    node.terminate();
    node.awaitExit();
    assertThat(program.awaitExit()).as(program.describe()).isEqualTo(1);
    assertThat(program.errors().lines().filter(line -> line.startsWith("key-value: "))).hasSize(1);
    assertThat(program.errors()).contains("is leaving the ring");
  }

  @Test
  void endsWithItsInput() throws Exception {
    startNode();
    EvsProcess program = startProgram();
    program.type("put colour blue");
    program.endInput();
    assertThat(program.awaitExit()).as(program.describe()).isZero();
    assertThat(program.output()).isEqualTo("was null\n");
  }
}
