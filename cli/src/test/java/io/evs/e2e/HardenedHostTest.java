package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * FIELD-11: a host whose temporary folder runs no programs, or cannot be written. Each process has
 * a mount namespace of its own, so nothing of this machine changes.
 */
@Timeout(180)
class HardenedHostTest extends E2e {
  private static final String NO_LIBRARY = "no native library for sockets";

  /**
   * The temporary folder and, above it, this test's home get mounts that can be changed; a source
   * tree in the temporary folder stays as it is.
   */
  private static final String SCRIPT =
      "t=$1 h=$2 t_options=$3 h_options=$4 tree=$5; shift 5;"
          + " mount --bind \"$tree\" \"$tree\""
          + " && mount --rbind \"$t\" \"$t\" && mount --bind \"$h\" \"$h\""
          + " && mount -o \"remount,bind,$t_options\" \"$t\""
          + " && mount -o \"remount,bind,$h_options\" \"$h\" && exec \"$@\"";

  private EvsProcess.Command mounted(String temporary, String ofHome, EvsProcess.Command command) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    assumeTrue(home.startsWith(folder) && !home.equals(folder), "the test's home is elsewhere");
    List<String> words = new ArrayList<>(List.of("-m", "sh", "-c", SCRIPT, "sh"));
    String tree = Path.of("..").toAbsolutePath().normalize().toString();
    words.addAll(List.of(folder.toString(), home.toString(), temporary, ofHome, tree));
    assumeTrue(canMount(words), "needs unshare and mount, as root");
    // The JVM takes the home folder from the system's list of users, and not from HOME.
    words.addAll(command.with("EVS_JAVA_OPTS", "-Duser.home=" + home).asWords());
    return EvsProcess.program(home, "unshare", words.toArray(String[]::new));
  }

  private static boolean canMount(List<String> words) {
    List<String> all = new ArrayList<>(List.of("unshare"));
    all.addAll(words);
    all.add("true");
    try {
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noUnshare) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private EvsProcess node(String temporary, String ofHome) {
    EvsProcess node = start(mounted(temporary, ofHome, evs("node").with(LoopbackRing.unique())));
    node.awaitError("clients are served");
    return node;
  }

  @Test
  void theLibraryIsUnpackedWhereProgramsMayRun() {
    assertThat(node("noexec,nosuid", "exec").errors()).doesNotContain(NO_LIBRARY);
  }

  @Test
  void whereNoneMayRunOneSentenceSaysSoAndTheNodeServes() {
    EvsProcess node = node("noexec", "noexec");
    assertThat(node.errorLines().stream().filter(line -> line.text().contains(NO_LIBRARY)))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.text())
                    .contains("no program may run from", "mounted noexec", "set TMPDIR"));
    assertThat(node.errors()).doesNotContain("\tat ", "Exception");
  }

  @Test
  void aTemporaryFolderThatCannotBeWrittenIsPassedOver() {
    assertThat(node("ro", "rw").errors()).doesNotContain(NO_LIBRARY);
    EvsProcess bench =
        mounted(
                "ro",
                "rw",
                evs("bench", "--json", "--sizes", "100", "--writes", "100", "--warmup", "0")
                    .with("TMPDIR", home.toString()))
            .run();
    assertThat(bench.exit()).as(bench.describe()).isZero();
  }
}
