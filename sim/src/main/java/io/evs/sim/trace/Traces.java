package io.evs.sim.trace;

import io.evs.sim.net.SimRandom;
import io.evs.trace.EnvTrace;
import io.evs.trace.TraceSink;
import io.evs.trace.TraceWriter;
import io.evs.verify.Checker;
import io.evs.verify.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The traces of a run: judged by the checker, digested, and written to files if wanted. */
public final class Traces implements TraceHub {
  private final Checker checker = new Checker();
  private final TraceWriter[] writers;
  private final DigestStream[] digests;
  private final Optional<EnvTrace> environment;

  private Traces(int nodes, Path directory) throws IOException {
    writers = new TraceWriter[nodes + 1];
    digests = new DigestStream[nodes + 1];
    if (directory != null) {
      Files.createDirectories(directory);
    }
    for (int id = 1; id <= nodes; id++) {
      digests[id] = new DigestStream(file(directory, "p" + id + ".jsonl"));
      writers[id] = new TraceWriter(digests[id], id, "virtual");
    }
    environment =
        directory == null
            ? Optional.empty()
            : Optional.of(new EnvTrace(file(directory, "env.jsonl")));
  }

  /** Traces in a directory, whose files of an earlier run are replaced; null for no files. */
  public static TraceHub open(int nodes, Path directory) {
    try {
      return new Traces(nodes, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write traces to " + directory, e);
    }
  }

  private static OutputStream file(Path directory, String name) throws IOException {
    return directory == null
        ? OutputStream.nullOutputStream()
        : Files.newOutputStream(directory.resolve(name));
  }

  @Override
  public TraceSink checker(int process) {
    return checker.process(process);
  }

  @Override
  public TraceSink writer(int process) {
    return writers[process];
  }

  @Override
  public boolean violated() {
    return checker.violated();
  }

  @Override
  public void flush(int process) {
    try {
      writers[process].flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a trace", e);
    }
  }

  @Override
  public void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained) {
    checker.stable(timeMicros, components, convergenceMicros, drained);
    if (environment.isPresent()) {
      try {
        environment.get().stable(timeMicros, components, convergenceMicros, drained);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write a trace", e);
      }
    }
  }

  @Override
  public CheckResult finish() {
    Report report = checker.finish();
    Map<String, Long> exercised = new LinkedHashMap<>();
    exercised.put("rings", (long) report.exercised().rings());
    exercised.put("tails", (long) report.exercised().tails());
    exercised.put("gaps", (long) report.exercised().gaps());
    exercised.put("safe_in_tails", (long) report.exercised().safeInTails());
    return new CheckResult(report.violations(), exercised, report.events(), digest());
  }

  /** Closes the files and combines the digests of the processes in order of their ids. */
  private long digest() {
    long combined = 0;
    try {
      for (int id = 1; id < writers.length; id++) {
        writers[id].close();
        combined = SimRandom.mix(combined ^ digests[id].digest());
      }
      if (environment.isPresent()) {
        environment.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a trace", e);
    }
    return combined;
  }
}
