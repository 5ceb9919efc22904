package io.evs.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All below a command end with it, and no shell of them goes on with its script. */
@Timeout(60)
class ProcessTreeTest {
  /** Each of them holds standard output, which ends with the last of them. */
  private static final String SCRIPT =
      "sh -c 'sh -c \"echo begun; exec sleep 600\"; echo middle'; echo top";

  private Process command;
  private BufferedReader output;

  @BeforeEach
  void begin() throws Exception {
    command = new ProcessBuilder("/bin/sh", "-c", SCRIPT).start();
    output = command.inputReader();
    assertThat(output.readLine()).isEqualTo("begun");
  }

  @AfterEach
  void endRest() {
    new ProcessTree(command).kill();
  }

  private String rest() {
    return output.lines().collect(Collectors.joining(" "));
  }

  @Test
  void eachIsAskedToEnd() throws Exception {
    new ProcessTree(command).terminate();
    assertThat(rest()).isEmpty();
    assertThat(command.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void eachIsKilled() throws Exception {
    new ProcessTree(command).kill();
    assertThat(rest()).isEmpty();
    assertThat(command.waitFor()).isEqualTo(128 + 9);
  }
}
