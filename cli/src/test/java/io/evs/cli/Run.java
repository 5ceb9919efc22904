package io.evs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.command.RingStarter;
import io.evs.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs one command line in this process and keeps what it prints. */
public final class Run {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** With a socket that no daemon of this machine serves. */
  private final Map<String, String> environment =
      new HashMap<>(Map.of("HOME", "/nonexistent", "EVS_IPC_SOCKET", "/nonexistent/evs.sock"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = new ByteArrayInputStream(new byte[0]);
  private RingStarter starter = RingStarter.udp();
  private int exit = -1;

  /** A run with that variable set. */
  public Run with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A run with these variables set. */
  public Run with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** A run without that variable, which tests set otherwise. */
  public Run without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** A run with members of that kind. */
  public Run on(RingStarter members) {
    starter = members;
    return this;
  }

  /** A run that reads that text. */
  public Run reading(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A run that reads from there. */
  public Run reading(InputStream input) {
    in = input;
    return this;
  }

  /** Runs it. */
  public Run evs(String... args) {
    Terminal terminal =
        new Terminal(in, stream(out), stream(err), false, false, false, environment);
    exit = new Cli(terminal, starter).run(args);
    terminal.out().flush();
    terminal.err().flush();
    return this;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** The exit status. */
  public int exit() {
    return exit;
  }

  /** Standard output so far. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Standard error so far. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** The one JSON document on standard output of a run that succeeded. */
  public JsonNode document() {
    try {
      if (exit == 0 && out().indexOf('\n') == out().length() - 1) {
        return JSON.readTree(out());
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + describe(), e);
    }
    throw new AssertionError("not one line: " + describe());
  }

  /** Status and output. */
  public String describe() {
    return "(status " + exit + ")\n--- standard output\n" + out() + "--- standard error\n" + err();
  }
}
