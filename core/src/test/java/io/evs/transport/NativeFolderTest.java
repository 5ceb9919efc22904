package io.evs.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
  @TempDir private Path folder;

  private static String mount(Path point, String options) {
    return "36 35 98:0 / "
        + point.toString().replace(" ", "\\040")
        + " "
        + options
        + " - tmpfs t rw";
  }

  @Test
  @DisplayName("FIELD-11: a folder that is mounted noexec is passed over, and named")
  void choosesAFolderFromWhichProgramsMayRun() throws Exception {
    Path real = folder.toRealPath();
    Path temporary = Files.createDirectory(real.resolve("tmp"));
    Path run = Files.createDirectory(real.resolve("run of evs"));
    Path state = Files.createDirectory(real.resolve("state"));
    NativeFolder search =
        new NativeFolder(
            List.of(
                mount(Path.of("/"), "rw,relatime"),
                mount(temporary, "rw,nosuid,noexec"),
                mount(run, "rw,noexec,nodev")));
    List<Path> candidates =
        NativeFolder.candidates(
            temporary.toString(),
            Map.of(
                "TMPDIR", real + "/gone",
                "RUNTIME_DIRECTORY", run.toString(),
                "STATE_DIRECTORY", state + ":" + run),
            "/");
    assertThat(search.choose(candidates)).contains(state);
    assertThat(search.against(temporary))
        .contains("no program may run from " + temporary + " (mounted noexec)");
    assertThat(search.against(run)).isPresent();
    assertThat(search.against(real.resolve("gone"))).contains(real + "/gone does not exist");
  }

  @Test
  void whatIsMountedAboveCounts() throws Exception {
    Path real = folder.toRealPath();
    assertThat(new NativeFolder(List.of(mount(real, "noexec"), mount(real, "rw"))).against(real))
        .isEmpty();
    assertThat(new NativeFolder(List.of(mount(real, "rw"), mount(real, "noexec"))).against(real))
        .isPresent();
    assertThat(new NativeFolder(List.of()).against(real)).isEmpty();
  }
}
