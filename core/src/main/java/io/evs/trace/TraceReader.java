package io.evs.trace;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads trace files, {@code *.jsonl} or {@code *.jsonl.gz}, and folders of them.
 *
 * <p>Tolerant as docs/properties.md, "The trace" says: a cut last line is a warning, as is one
 * directly followed by the start of a new incarnation (the writer was killed within a write);
 * unknown fields and events are ignored; the header may be missing if the lines name their process.
 * Everything else that cannot be read is a violation of W. A file is held one buffer at a time.
 */
public final class TraceReader {
  private final TraceHandler handler;
  private final Map<Integer, Path> fileOf = new HashMap<>();
  private final Set<Integer> processes = new HashSet<>();
  private int lastProcess;
  private Path lastFile = Path.of("");
  private long lines;

  /** A reader that tells this handler what it reads. */
  public TraceReader(TraceHandler handler) {
    this.handler = handler;
  }

  /**
   * Reads files and, not descending further, the trace files in folders, in the order of names.
   *
   * @return the number of files read
   * @throws NoSuchFileException if a path does not exist
   * @throws IOException if a file cannot be read at all
   */
  public int read(Collection<Path> paths) throws IOException {
    int count = 0;
    for (Path path : paths) {
      List<Path> files = filesOf(path);
      if (files.isEmpty()) {
        handler.warning("no trace files (*.jsonl, *.jsonl.gz) in " + path);
      }
      for (Path file : files) {
        readFile(file);
        count++;
      }
    }
    return count;
  }

  /** Lines read so far, of all files. */
  public long lines() {
    return lines;
  }

  private static List<Path> filesOf(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      return new ArrayList<>(
          entries
              .filter(entry -> !Files.isDirectory(entry))
              .filter(entry -> isTrace(entry.getFileName().toString()))
              .sorted()
              .toList());
    }
  }

  private static boolean isTrace(String name) {
    return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
  }

  private void readFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (file.getFileName().toString().endsWith(".gz") && Files.size(file) > 0) {
        try (InputStream unpacked = new GZIPInputStream(in, 1 << 16)) {
          readStream(unpacked, file);
        }
      } else {
        readStream(in, file);
      }
    } catch (ZipException | StreamCorruptedException e) {
      handler.malformed(0, file + ": " + e.getMessage());
    } catch (EOFException e) {
      handler.warning(file + ": cut within the header of the compressed file");
    }
  }

  /**
   * Reads one stream of lines.
   *
   * @param name stands for the file in messages
   */
  public void readStream(InputStream in, Path name) throws IOException {
    LineInput input = new LineInput(in);
    EventParser parser = new EventParser(handler, processes);
    long cutLine = 0;
    while (input.advance()) {
      if (isBlank(input)) {
        continue;
      }
      int result = parser.scan(input.bytes(), input.start(), input.end());
      if (cutLine > 0) {
        reportCut(parser, name, cutLine, result == JsonLine.WHOLE && parser.isStart());
        cutLine = 0;
      }
      if (result == JsonLine.CUT) {
        cutLine = input.number();
        continue;
      }
      handler.line(name, input.number());
      String wrong = result == JsonLine.GARBAGE ? "not a JSON object" : parser.accept();
      if (!wrong.isEmpty()) {
        handler.malformed(parser.process(), name + ":" + input.number() + ": " + wrong);
      }
      noteFile(parser, name);
    }
    if (cutLine > 0) {
      handler.warning(name + ":" + cutLine + ": the last line is cut");
      parser.torn(true);
    }
    lines += input.number();
  }

  private void reportCut(EventParser parser, Path name, long line, boolean beforeStart) {
    if (beforeStart) {
      handler.warning(name + ":" + line + ": cut line before a new incarnation");
      parser.torn(false);
    } else {
      handler.malformed(parser.process(), name + ":" + line + ": half a line");
    }
  }

  /** Order within a process counts, and between files there is none. */
  private void noteFile(EventParser parser, Path name) {
    int process = parser.process();
    if (process == lastProcess && name == lastFile || process == 0) {
      return;
    }
    lastProcess = process;
    lastFile = name;
    Path first = fileOf.putIfAbsent(process, name);
    if (first != null && !first.equals(name)) {
      handler.warning(
          "process "
              + Integer.toUnsignedString(process)
              + " is in more than one file: "
              + first
              + " and "
              + name);
    }
  }

  private static boolean isBlank(LineInput input) {
    byte[] bytes = input.bytes();
    for (int i = input.start(); i < input.end(); i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
