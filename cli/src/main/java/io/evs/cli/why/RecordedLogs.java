package io.evs.cli.why;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads flight recorders that were kept: single files, folders of them, and the archives of {@code
 * evs dump}. They may be anybody's, so what is read of each is bounded. Of a folder or an archive,
 * what cannot be read is left out, as long as there is something else.
 */
final class RecordedLogs {
  private static final String SUFFIX = ".flight";
  private static final int FILE_MAX_BYTES = 1 << 20;
  private static final int FILES_MAX = 4096;

  /** Of all together: those of 270 members fit. */
  private static final long ALL_MAX_BYTES = 64L << 20;

  private static final int DEPTH = 4;

  private final List<FlightLog> logs = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private long left = ALL_MAX_BYTES;

  private RecordedLogs() {}

  private record LeftOut(String name, IOException reason) {}

  /**
   * All of them.
   *
   * @param remarks takes a line about what was left out
   * @throws CliException if one cannot be read, or there is none
   */
  static List<FlightLog> read(List<Path> places, Consumer<String> remarks) {
    RecordedLogs found = new RecordedLogs();
    for (Path place : places) {
      int before = found.logs.size();
      try {
        found.add(place);
      } catch (IOException unreadable) {
        throw unreadable(place.toString(), unreadable);
      }
      if (found.logs.size() == before) {
        throw found.nothing(place);
      }
    }
    if (!found.leftOut.isEmpty()) {
      LeftOut first = found.leftOut.get(0);
      int others = found.leftOut.size() - 1;
      remarks.accept(
          first.name()
              + " is left out: "
              + Causes.reason(first.reason())
              + (others == 0 ? "" : "; and " + others + " more"));
    }
    return found.logs;
  }

  private CliException nothing(Path place) {
    for (LeftOut each : leftOut) {
      if (each.name().startsWith(place.toString())) {
        return unreadable(each.name(), each.reason());
      }
    }
    return CliException.usage(
        place
            + " has no flight recorder: name *.flight files of a node's state folder, that"
            + " folder, or an archive of evs dump");
  }

  private static CliException unreadable(String name, IOException reason) {
    boolean denied = reason instanceof AccessDeniedException;
    return new CliException(
        denied ? ExitCode.DENIED : ExitCode.USAGE,
        name + " cannot be read: " + Causes.reason(reason),
        denied ? "the files are the node's: run this as its user, or use evs dump" : "",
        reason);
  }

  private void add(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      addFile(place);
      return;
    }
    for (Path each : files(place)) {
      try {
        addFile(each);
      } catch (IOException unreadable) {
        leaveOut(each.toString(), unreadable);
      }
    }
  }

  /** Too much is an error; what else is wrong with one does not spoil the others. */
  private void leaveOut(String name, IOException unreadable) throws IOException {
    if (left < 0) {
      throw unreadable;
    }
    leftOut.add(new LeftOut(name, unreadable));
  }

  private List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            if (file.toString().endsWith(SUFFIX) && Files.isRegularFile(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (file.equals(folder)) {
              throw failed;
            }
            leaveOut(file.toString(), failed);
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().sorted().limit(FILES_MAX).toList();
  }

  private void addFile(Path file) throws IOException {
    try (PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 2)) {
      byte[] first = in.readNBytes(2);
      in.unread(first);
      if (first.length == 2 && first[0] == 'P' && first[1] == 'K') {
        addArchive(file, in);
      } else {
        addText(text(in.readNBytes(FILE_MAX_BYTES + 1)));
      }
    }
  }

  private void addArchive(Path file, InputStream from) throws IOException {
    ZipInputStream in = new ZipInputStream(from);
    for (ZipEntry each = next(in); each != null; each = next(in)) {
      byte[] bytes = in.readNBytes(FILE_MAX_BYTES);
      if (in.read() >= 0) {
        throw new IOException("an entry of the archive is longer than 1 MiB");
      }
      if (!each.getName().endsWith(SUFFIX)) {
        count(bytes.length);
        continue;
      }
      try {
        addText(text(bytes));
      } catch (IOException damaged) {
        leaveOut(file + ": " + each.getName(), damaged);
      }
    }
  }

  private static ZipEntry next(ZipInputStream in) throws IOException {
    try {
      return in.getNextEntry();
    } catch (IllegalArgumentException badName) {
      throw new IOException("the archive is damaged: a name in it is not UTF-8", badName);
    } catch (ZipException damaged) {
      // Which newer versions of Java say of such a name, too.
      throw new IOException("the archive is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void count(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new IOException("there is more than " + (ALL_MAX_BYTES >> 20) + " MiB of recorders");
    }
  }

  private void addText(String text) throws IOException {
    count(text.length());
    logs.add(FlightText.read(text));
  }
}
