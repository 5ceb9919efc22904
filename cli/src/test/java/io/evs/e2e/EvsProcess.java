package io.evs.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** The {@code evs} command as a user starts it: by the launcher, in a process of its own. */
final class EvsProcess implements AutoCloseable {
  /** Long enough for a start on a machine that is compiling something else. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Path LAUNCHER = Path.of("..", "evs").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration STARTED = Duration.ofSeconds(3);
  private static final int SHOWN_LINES = 40;

  static {
    // The first start prepares what later ones need; others that start meanwhile wait, and say so.
    String java = "JAVA_HOME=" + System.getProperty("java.home");
    Tool.run(List.of("env", java, LAUNCHER.toString(), "--version"));
  }

  private final List<String> command;
  private final Process process;
  private final List<Line> out = Collections.synchronizedList(new ArrayList<>());
  private final List<Line> err = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> readers = new ArrayList<>();

  /**
   * A line of output.
   *
   * @param text what it says
   * @param nanos when it was read
   */
  record Line(String text, long nanos) {
    /** It as a JSON document. */
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }
  }

  /** A command that can be started, several times too. */
  static final class Command {
    private final List<String> before = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
    private final String program;
    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();
    private Predicate<String> kept = line -> true;

    private Command(Path home, String program, List<String> words) {
      this.program = program;
      this.words = words;
      environment.put("HOME", home.toString());
      environment.put("XDG_STATE_HOME", home.resolve("state").toString());
      environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
      // A daemon of this machine's own must not take part in a test.
      environment.put("EVS_IPC_SOCKET", home.resolve("evs.sock").toString());
      environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** On a host of a network. */
    Command on(Namespaces network, int host) {
      before.addAll(network.enter(host));
      return this;
    }

    /** With the processor time of a group. */
    Command in(CpuGroup group) {
      before.addAll(group.enter());
      return this;
    }

    /** As another user, which only root can become. */
    Command as(int uid) {
      before.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
      return this;
    }

    Command with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    Command with(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    /** Standard output without the lines that contain that, of which there may be very many. */
    Command forgetting(String part) {
      kept = line -> !line.contains(part);
      return this;
    }

    /** The whole as words for another program that starts it, with its environment. */
    List<String> asWords() {
      List<String> all = new ArrayList<>(before);
      environment.forEach((name, value) -> all.add(1, name + "=" + value));
      all.add(LAUNCHER.toString());
      all.addAll(words);
      return all;
    }

    EvsProcess start() {
      List<String> all = new ArrayList<>(before);
      all.add(program);
      all.addAll(words);
      ProcessBuilder builder = new ProcessBuilder(all);
      builder.environment().keySet().removeIf(name -> name.startsWith("EVS_"));
      builder.environment().putAll(environment);
      try {
        return new EvsProcess(all, builder.start(), kept);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Runs it in this process, and so without a JVM of its own: questions to a node that a test
     * asks again and again, while others show that the launcher asks them as well.
     */
    Run here(byte... input) {
      return new Run()
          .with(environment)
          .reading(new ByteArrayInputStream(input))
          .evs(words.toArray(String[]::new));
    }

    /** Runs it to its end, with that as its input. */
    EvsProcess run(byte... input) {
      EvsProcess started = start();
      try {
        started.process.getOutputStream().write(input);
      } catch (IOException ended) {
        // A command that does not read its input may have ended before.
        started.awaitExit();
      }
      started.endInput();
      started.awaitExit();
      return started;
    }
  }

  /**
   * A command line.
   *
   * @param home what it takes for the user's home, so that no configuration of the real user and no
   *     state of another test counts
   */
  static Command evs(Path home, String... words) {
    return new Command(home, LAUNCHER.toString(), List.of(words));
  }

  /** Another program, with the same surroundings. */
  static Command program(Path home, String program, String... words) {
    return new Command(home, program, List.of(words));
  }

  private EvsProcess(List<String> command, Process process, Predicate<String> kept) {
    this.command = command;
    this.process = process;
    read(process.getInputStream(), out, kept);
    read(process.getErrorStream(), err, line -> true);
  }

  private void read(InputStream stream, List<Line> into, Predicate<String> kept) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (kept.test(line)) {
                    into.add(new Line(line, System.nanoTime()));
                  }
                }
              } catch (IOException closed) {
                into.add(new Line("(stream closed: " + closed.getMessage() + ")", 0));
              }
            },
            "evs-output");
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lines of standard output so far. */
  List<Line> out() {
    return List.copyOf(out);
  }

  /** Standard output so far. */
  String output() {
    return text(out);
  }

  /** Standard error so far. */
  String errors() {
    return text(err);
  }

  List<Line> errorLines() {
    return List.copyOf(err);
  }

  private static String text(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    List.copyOf(lines).forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /** The one JSON document on standard output. */
  JsonNode document() {
    if (out.size() != 1) {
      throw new AssertionError("not one line: " + describe());
    }
    return out.get(0).json();
  }

  /** Those of the JSON lines that are such events. */
  List<JsonNode> events(Predicate<JsonNode> which) {
    return out().stream().map(Line::json).filter(which).toList();
  }

  /** Waits for something to be so. */
  void awaitThat(String what, Predicate<EvsProcess> condition) {
    awaitThat(what, PATIENCE, condition);
  }

  void awaitThat(String what, Duration limit, Predicate<EvsProcess> condition) {
    // What was so once counts, though it may be over by the time this is looked at again.
    AtomicBoolean wasSo = new AtomicBoolean();
    try {
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(limit)
          .until(
              () -> {
                wasSo.set(condition.test(this));
                return wasSo.get() || !isAlive();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not within " + limit + ": " + what + "; " + describe(), e);
    }
    if (!wasSo.get() && !condition.test(this)) {
      throw new AssertionError("ended before: " + what + "; " + describe());
    }
  }

  /** Waits for a line of standard error, and returns the first such. */
  Line awaitError(String part) {
    awaitThat("\"" + part + "\" on standard error", p -> p.errors().contains(part));
    return errorLines().stream()
        .filter(line -> line.text().contains(part))
        .findFirst()
        .orElseThrow();
  }

  /** Writes a line to its input; waits if the process does not read. */
  void type(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(describe(), e);
    }
  }

  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }

  /** What {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stands still until {@link #proceed}. */
  void stop() {
    Tool.must("kill -STOP " + pid());
  }

  /** Goes on after {@link #stop}. */
  void proceed() {
    Tool.must("kill -CONT " + pid());
  }

  /** The last line of output with that in it, if there is one. */
  Optional<Line> last(String part) {
    List<Line> lines = out();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).text().contains(part)) {
        return Optional.of(lines.get(i));
      }
    }
    return Optional.empty();
  }

  /** What {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  /** What Ctrl-C does. */
  void interrupt() {
    Tool.must("kill -INT " + pid());
  }

  /** Waits for its end, and for all of its output. */
  int awaitExit() {
    try {
      if (!process.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + describe());
      }
      for (Thread reader : readers) {
        reader.join(PATIENCE.toMillis());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  int exit() {
    return process.exitValue();
  }

  /** Whether it has used so much processor time that it must be beyond its start. */
  boolean isUsingProcessor() {
    Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
    return used.compareTo(STARTED) > 0;
  }

  /** Memory that it has in use, in bytes. */
  long residentBytes() {
    try {
      String line =
          Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
              .filter(each -> each.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Command, status and the ends of its output. */
  String describe() {
    return String.join(" ", command)
        + (isAlive() ? " (running)" : " (status " + process.exitValue() + ")")
        + "\n--- standard output\n"
        + end(out)
        + "--- standard error\n"
        + end(err);
  }

  private static String end(List<Line> lines) {
    List<Line> copy = List.copyOf(lines);
    return text(copy.subList(Math.max(0, copy.size() - SHOWN_LINES), copy.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
