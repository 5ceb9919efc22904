package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.cli.base.CliException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputFileTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream standard = new ByteArrayOutputStream();

  private OutputFile file(Path path) {
    return new OutputFile("--csv", path, new PrintStream(standard, true, StandardCharsets.UTF_8));
  }

  private static void write(OutputFile file, String text) {
    file.check();
    file.write(out -> out.print(text));
  }

  @Test
  void replacesAFileWhollyAndLeavesNothingElse() throws Exception {
    Path path = folder.resolve("out");
    Files.writeString(path, "much that was there before");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
    write(file(path), "new");
    assertThat(path).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-rw-r--");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(path);
    }
  }

  @Test
  void leavesAFileAloneIfItsContentCannotBeMade() throws Exception {
    Path path = folder.resolve("out");
    Files.writeString(path, "before");
    assertThatThrownBy(
            () ->
                file(path)
                    .write(
                        out -> {
                          out.print("half");
                          throw new IllegalStateException("no more");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(path).hasContent("before");
  }

  @Test
  void writesWhereALinkLeads() throws Exception {
    Path path = folder.resolve("out");
    Files.writeString(path, "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    write(file(link), "new");
    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent("new");
  }

  @Test
  void writesIntoAPipeThatIsThere() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    write(file(pipe), "through");
    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void aDashIsStandardOutput() {
    write(file(Path.of("-")), "text");
    assertThat(standard.toString(StandardCharsets.UTF_8)).isEqualTo("text");
  }

  @Test
  void refusesBeforehandWhatCouldNotBeWritten() {
    assertThatThrownBy(() -> file(folder).check())
        .isInstanceOf(CliException.class)
        .hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> file(folder.resolve("none/out")).check())
        .isInstanceOf(CliException.class)
        .hasMessageContaining("there is no folder");
  }

  /** T1-A2: what a full disk did not take is no success. */
  @Test
  void aFullDiskIsAStatusOfItsOwn() {
    assertThatThrownBy(() -> write(file(Path.of("/dev/full")), "text"))
        .isInstanceOfSatisfying(CliException.class, e -> assertThat(e.exit()).isEqualTo(74))
        .hasMessage("/dev/full cannot be written: no space left on device");
  }
}
