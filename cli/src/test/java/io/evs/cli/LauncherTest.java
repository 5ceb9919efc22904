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
    for (String source : List.of("core/src/main", "sim/src/main", "cli/src/main")) {
      Files.createDirectories(home.resolve(source));
    }
    for (String pom : List.of("pom.xml", "core/pom.xml", "sim/pom.xml", "cli/pom.xml")) {
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
            + "/builds; mkdir -p cli/target/lib; : >cli/target/evs-cli.jar; : >cli/target/lib/b.jar;"
            + " : >cli/target/classpath");
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

  /** Issue 12: what runs for long took 10 s until it was fast; options of the user's come last. */
  @Test
  void whatRunsForLongCompilesSmallMethodsSoon() throws Exception {
    run("--version");
    for (String command : List.of("bench", "node", "simulate", "group")) {
      assertThat(shell("EVS_JAVA_OPTS=-XX:FreqInlineSize=300 \"$EVS\" " + command).out())
          .containsSubsequence(
              "-XX:FreqInlineSize=80", "-XX:FreqInlineSize=300", "io.evs.cli.Main");
    }
    assertThat(run("keygen").out()).doesNotContain("FreqInlineSize");
  }

  /** Issue 12: the help of a command took ten times as long as to print its text. */
  @Test
  void helpIsPrintedFromTextsThatAreWrittenOncePerBuild() throws Exception {
    script(
        "jdk/bin/java",
        "for last; do :; done; case \"$*\" in *HelpTexts*) mkdir \"$last\";"
            + " echo 1.0 >\"$last/version\"; echo wide >\"$last/evs.group.send.100\" ;;"
            + " *) echo \"java $*\" ;; esac");
    for (String asked : List.of("group send --help", "group send -h", "help group send")) {
      assertThat(run(asked.split(" ")).out()).as(asked).isEqualTo("wide\n");
    }
    for (String asked : List.of("--version", "-V", "version")) {
      assertThat(run(asked).out()).as(asked).isEqualTo("1.0\n");
    }
    for (String asked :
        List.of(
            "group send x --help",
            "group send --help x",
            "group send --color --help",
            "group send ../evs.group.send --help",
            "help group",
            "help --help",
            "version --json")) {
      assertThat(run(asked.split(" ")).out()).as(asked).contains("io.evs.cli.Main " + asked);
    }
    assertThat(shell("EVS_JAVA_OPTS=-Dx=y \"$EVS\" --version").out()).contains("java");
  }

  private Result shell(String line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
    builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
    builder.environment().put("PATH", tools.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("EVS", home.resolve("evs").toString());
    for (String each :
        List.of(
            "EVS_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "TMPDIR")) {
      builder.environment().remove(each);
    }
    return end(builder.start());
  }

  /** T1-A1: with standard input closed, the JVM's own files were sent to the ring. */
  @Test
  void closedStreamsAreNotWhatJavaOpensNext() throws Exception {
    run("--version");
    script(
        "jdk/bin/java",
        "a=$(readlink /proc/$$/fd/0); b=$(readlink /proc/$$/fd/1); c=$(readlink /proc/$$/fd/2);"
            + " printf '%s\\n' \"$a\" \"$b\" \"$c\" >"
            + folder
            + "/fds");
    shell("\"$EVS\" x <&- >&- 2>&-");
    assertThat(Files.readAllLines(folder.resolve("fds")))
        .containsExactly("/dev/null", "/dev/null", "/dev/null");
    script("jdk/bin/java", "echo result; echo status $? >" + folder + "/status");
    shell("\"$EVS\" x >&-");
    assertThat(Files.readString(folder.resolve("status"))).isNotEqualTo("status 0\n");
  }

  /** FIELD-3: with a collector of the user's the JVM did not start. */
  @Test
  void theUsersCollectorReplacesOurs() throws Exception {
    run("--version");
    for (String variable :
        List.of("EVS_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      assertThat(shell(variable + "=-XX:+UseZGC \"$EVS\" bench").out())
          .doesNotContain("ParallelGC", "SerialGC");
    }
    assertThat(shell("EVS_JAVA_OPTS=-Xmx1g \"$EVS\" bench").out())
        .contains("-Xmx1g", "-XX:+UseParallelGC");
  }

  /** A node took as much memory as the machine's size suggested to Java. */
  @Test
  void aNodesHeapIsBoundedAndTheUsersBoundCounts() throws Exception {
    run("--version");
    assertThat(shell("\"$EVS\" node").out()).contains("-XX:MaxRAM=4g");
    assertThat(shell("\"$EVS\" bench").out()).doesNotContain("MaxRAM");
    assertThat(shell("EVS_JAVA_OPTS=-Xmx2g \"$EVS\" node").out()).contains("-Xmx2g");
  }

  /** Issue 12: compilers' memory stayed with an idle node; older Javas would not start. */
  @Test
  void givesMemoryBackWhereJavaKnowsHow() throws Exception {
    run("--version");
    for (String release : List.of("17.0.15", "17.0.20", "21.0.7", "21.0.10", "25", "25.0.3")) {
      Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"" + release + "\"\n");
      assertThat(run("node").out()).as(release).contains("-XX:TrimNativeHeapInterval=");
      assertThat(run("keygen").out()).as(release).doesNotContain("TrimNativeHeap");
    }
    for (String release :
        List.of("17", "17.0.1", "17.0.9", "17.0.14", "21", "21.0.1", "21.0.6", "23.0.1")) {
      Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"" + release + "\"\n");
      assertThat(run("node").out()).as(release).doesNotContain("TrimNativeHeap");
    }
  }

  /** FIELD-3: a JVM that did not start ended with 1, which verify means something by. */
  @Test
  void aJvmThatDoesNotStartIsStatus70() throws Exception {
    run("--version");
    script(
        "jdk/bin/java", "echo 'Picked up JAVA_TOOL_OPTIONS: -Xx'; echo 'Too small heap'; exit 1");
    Result result = shell("EVS_JAVA_OPTS=-Xmx1 \"$EVS\" verify");
    assertThat(result.exit()).isEqualTo(70);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("evs: Java does not start: Too small heap; look at EVS_JAVA_OPTS");
    assertThat(shell("\"$EVS\" verify").exit()).as("of the command itself").isEqualTo(1);
  }

  @Test
  void aFolderThatIsGoneIsNamed() throws Exception {
    run("--version");
    Result result = shell("mkdir " + folder + "/d; cd " + folder + "/d; rmdir ../d; \"$EVS\" x");
    assertThat(result.exit()).isEqualTo(70);
    assertThat(result.err()).contains("evs: the current folder does not exist any more");
  }

  /** FIELD-1, NEW-A11: what root had built ran for nobody else, and nowhere else. */
  @Test
  void aTreeThatIsCopiedRunsAndIsNotBuiltByWhoMayNotWrite() throws Exception {
    run("--version");
    Path copy = folder.resolve("elsewhere");
    shell("cp -a " + home + " " + copy);
    shell("mv " + home + " " + folder + "/gone");
    Result result = end(start(copy.resolve("evs"), "x"));
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains(copy + "/cli/target/lib/b.jar").doesNotContain(home + "/");
    assertThat(builds()).isEqualTo(1);
  }

  /** FIELD-1: what could not be read was a stack trace with status 1. */
  @Test
  void aJarThatCannotBeReadIsNamed() throws Exception {
    run("--version");
    Path jar = home.resolve("cli/target/lib/c.jar");
    Files.createSymbolicLink(jar, folder.resolve("nowhere"));
    Result result = run("x");
    assertThat(result.exit()).isEqualTo(70);
    assertThat(result.err()).startsWith("evs: " + jar + " cannot be read by this user");
  }

  /** FIELD-31: a source of the future was built at every start. */
  @Test
  void aSourceOfTheFutureIsBuiltOnce() throws Exception {
    Path source = home.resolve("core/src/main/A.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(
        source,
        java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 86_400_000));
    assertThat(run("x").err()).contains(source + " is of the future");
    assertThat(run("x").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  /** FIELD-7: without a locale, letters arrived as others. */
  @Test
  void argumentsAreReadAsUtf8WhereTheLocaleHasOnlyAscii() throws Exception {
    run("--version");
    script("jdk/bin/java", "echo $LC_ALL");
    assertThat(shell("LC_ALL=POSIX \"$EVS\" x").out()).isEqualTo("C.UTF-8\n");
    assertThat(shell("env -u LANG -u LC_ALL \"$EVS\" x").out()).isEqualTo("C.UTF-8\n");
    assertThat(shell("LC_ALL=xx_XX.UTF-8 \"$EVS\" x").out()).isEqualTo("C.UTF-8\n");
    assertThat(shell("env -u LC_ALL LANG=C.UTF-8 \"$EVS\" x").out()).isEqualTo("\n");
  }

  /** FIELD-11: the JVM does not look at TMPDIR. */
  @Test
  void theFolderOfTemporaryFilesIsPassedOn() throws Exception {
    run("--version");
    assertThat(shell("TMPDIR=" + folder + " \"$EVS\" x").out())
        .contains("-Djava.io.tmpdir=" + folder + " ");
    assertThat(shell("TMPDIR=" + folder + "/none \"$EVS\" x").out())
        .doesNotContain("java.io.tmpdir");
  }

  /** FIELD-10: a node that had no memory left stayed, and served nobody. */
  @Test
  void aNodeWithoutMemoryEnds() throws Exception {
    assertThat(run("node").out()).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(run("console").out()).doesNotContain("ExitOnOutOfMemoryError");
  }

  @Test
  void whatIsInstalledRunsFromItsOwnFolders() throws Exception {
    Path installed = folder.resolve("usr/share/evs");
    Files.createDirectories(installed.resolve("bin"));
    Files.createDirectories(installed.resolve("lib"));
    Files.copy(home.resolve("evs"), installed.resolve("bin/evs"));
    Files.writeString(installed.resolve("lib/evs-cli.jar"), "");
    Files.writeString(installed.resolve("lib/b.jar"), "");
    Result result = end(start(installed.resolve("bin/evs"), "x"));
    assertThat(result.out())
        .contains("-cp " + installed + "/lib/evs-cli.jar:" + installed + "/lib/b.jar ");
    assertThat(builds()).isZero();
  }
}
