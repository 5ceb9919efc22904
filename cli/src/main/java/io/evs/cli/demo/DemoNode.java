package io.evs.cli.demo;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A daemon of the demonstration: its files, and its process while it runs. One thread. */
final class DemoNode {
  private static final String MAIN = "io.evs.cli.Main";
  private static final long END_SECONDS = 5;
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-XX:+UseSerialGC",
          "-XX:MaxRAM=4g",
          "-XX:InitialRAMPercentage=0.6",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dio.netty.jfr.enabled=false");

  private final Path folder;
  private final int id;
  private Process process;
  private long endedNanos;

  private DemoNode(Path folder, int id) {
    this.folder = folder;
    this.id = id;
  }

  /**
   * Writes the configuration of one, which does not run yet.
   *
   * @param ports those of all nodes, by their ids from 1 on
   */
  static DemoNode of(Path folder, int id, String ring, List<Integer> ports) {
    DemoNode node = new DemoNode(folder, id);
    String peers =
        ports.stream()
            .map(port -> "\"127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    String text =
        String.join(
            "\n",
            "node: {id: " + id + ", name: n" + id + ", bind: 127.0.0.1,",
            "       port: " + ports.get(id - 1) + ",",
            "       state_dir: " + quoted(folder.resolve("state" + id)) + "}",
            "transport: unicast",
            "peers: " + peers,
            "security: {keyfile: key, keyring: " + quoted(folder.resolve("keys" + id)) + "}",
            "ring: {name: " + ring + "}",
            "ipc: {socket: " + quoted(node.socket()) + "}",
            "log: {level: info}",
            "");
    try {
      Files.writeString(node.config(), text);
    } catch (IOException e) {
      throw failed(e);
    }
    return node;
  }

  private static String quoted(Path path) {
    return "\"" + path + "\"";
  }

  int id() {
    return id;
  }

  /** Where it serves its clients. */
  Path socket() {
    return folder.resolve("n" + id + ".sock");
  }

  /** Its configuration. */
  Path config() {
    return folder.resolve("n" + id + ".yaml");
  }

  /** What it says. */
  Path log() {
    return folder.resolve("n" + id + ".log");
  }

  /** Its process. */
  long pid() {
    return process.pid();
  }

  /**
   * Starts it with the Java that runs this.
   *
   * @throws CliException with exit 3 if that is not possible
   */
  void start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    // The launcher's archive of loaded classes halves the time that a start takes.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("-XX:SharedArchiveFile="))
        .forEach(command::add);
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of("node", "--config", config().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    // What is set for commands of this user must not make all three nodes one.
    builder.environment().keySet().removeIf(name -> name.startsWith("EVS_"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static CliException failed(IOException e) {
    return new CliException(
        ExitCode.UNREACHABLE, "a node of the demonstration cannot start: " + Causes.of(e), "", e);
  }

  /** Whether it runs. Any thread. */
  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** How long it has not been running, as this is asked again and again; 0 while it runs. */
  long goneNanos(long now) {
    if (isRunning()) {
      endedNanos = 0;
      return 0;
    }
    if (endedNanos == 0) {
      endedNanos = now;
    }
    return Math.max(1, now - endedNanos);
  }

  /** With which status it ended. */
  int status() {
    return process.exitValue();
  }

  /** Asks it to end. */
  void stop() {
    if (process != null) {
      process.destroy();
    }
  }

  /** Waits for its end, and makes it end. */
  void awaitEnd() {
    if (process == null) {
      return;
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
