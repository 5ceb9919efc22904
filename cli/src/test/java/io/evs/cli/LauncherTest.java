package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a source tree of its own, with tools that only note how they are called. */
@Timeout(60)
class LauncherTest {
  @TempDir Path folder;
  private Path home;
  private Path tools;

  private record Result(int exit, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    home = folder.resolve("tree");
    tools = folder.resolve("tools");
    for (String source : List.of("core/src/main", "shell/src/main", "cli/src/main")) {
      Files.createDirectories(home.resolve(source));
    }
    for (String pom : List.of("pom.xml", "core/pom.xml", "shell/pom.xml", "cli/pom.xml")) {
      Files.writeString(home.resolve(pom), "");
    }
    Path launcher = Path.of("..", "evs");
    assumeTrue(Files.exists(launcher));
    Files.copy(launcher, home.resolve("evs"));
    executable(home.resolve("evs"));
    script("jdk/bin/java", "echo \"java $*\"");
    script("jdk/bin/javac", "");
    Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    script(
        "bin/mvn",
        "echo built >>"
            + folder
            + "/builds; mkdir -p cli/target; : >cli/target/evs-cli.jar;"
            + " printf '%s' \"$PWD/core/target/evs-core.jar:b.jar\" >cli/target/classpath");
  }

  private void script(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path command, String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.toString());
    builder.command().addAll(List.of(args));
    builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
    builder.environment().put("PATH", tools.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().remove("EVS_JAVA_OPTS");
    return builder.start();
  }

  private static Result end(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }

  private Result run(String... args) throws Exception {
    return end(start(home.resolve("evs"), args));
  }

  private long builds() throws IOException {
    Path file = folder.resolve("builds");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void buildsOnceAndSaysSoOnStandardError() throws Exception {
    Result first = run("--version");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).isEqualTo("evs: building, which happens when sources have changed\n");
    assertThat(first.out()).contains("io.evs.cli.Main --version");
    Result second = run("--version");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run("--version");
    Path source = home.resolve("core/src/main/A.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(
        source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 5000));
    run("--version");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoStartsBuildOnce() throws Exception {
    script("bin/sleepy", "");
    Process one = start(home.resolve("evs"), "--version");
    Process two = start(home.resolve("evs"), "--version");
    assertThat(end(one).exit()).isZero();
    assertThat(end(two).exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFailedBuildShowsTheEndOfItsOutput() throws Exception {
    script("bin/mvn", "echo something is wrong; exit 1");
    Result result = run("--version");
    assertThat(result.exit()).isEqualTo(70);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("something is wrong").contains("the build failed");
    assertThat(home.resolve(".evs-build/lock")).doesNotExist();
  }

  @Test
  void saysWhatToInstall() throws Exception {
    Files.delete(tools.resolve("bin/mvn"));
    assumeTrue(!Files.exists(Path.of("/usr/bin/mvn")) && !Files.exists(Path.of("/bin/mvn")));
    assertThat(run("--version").err()).contains("install Maven");
  }

  @Test
  void refusesAnOldJava() throws Exception {
    Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    Result result = run("--version");
    assertThat(result.exit()).isEqualTo(70);
    assertThat(result.err()).contains("java 11").contains("too old");
  }

  @Test
  void runsThroughSymbolicLinks() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("tree/evs"));
    Path second = folder.resolve("second");
    Files.createSymbolicLink(second, link);
    assertThat(end(start(second, "a b", "c")).out()).contains("io.evs.cli.Main a b c");
  }

  @Test
  void choosesFlagsByCommandAndVersion() throws Exception {
    assertThat(run("keygen").out()).contains("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    assertThat(run("bench").out()).contains("-XX:+UseParallelGC").doesNotContain("TieredStop");
    assertThat(run("group", "join", "x").out()).doesNotContain("TieredStop");
    assertThat(run("group", "list").out()).doesNotContain("TieredStop");
    assertThat(run("keygen").out()).doesNotContain("sun-misc-unsafe");
    Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    assertThat(run("keygen").out()).contains("--sun-misc-unsafe-memory-access=allow");
  }
}
