package io.evs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.SourceTree;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** T2-6: Java's words in messages for people. */
class CausesTest {
  private static final Map<Throwable, String> WORDS =
      Map.ofEntries(
          Map.entry(new NoSuchFileException("/a/b"), "/a/b: it does not exist"),
          Map.entry(new AccessDeniedException("/run/user/0"), "/run/user/0: no permission"),
          Map.entry(new FileAlreadyExistsException("/a"), "/a: it exists already"),
          Map.entry(new NotDirectoryException("/a"), "/a: it is not a folder"),
          Map.entry(
              new FileSystemException("/a", null, "No space left on device"),
              "/a: no space left on device"),
          Map.entry(
              new FileSystemException("/a", "/b", "Invalid cross-device link"),
              "/a to /b: invalid cross-device link"),
          Map.entry(new FileSystemException("/a"), "/a: the system gives no reason"),
          Map.entry(
              new FileNotFoundException("/a (No such file or directory)"), "/a: it does not exist"),
          Map.entry(new ConnectException("Connection refused"), "nobody answers there"),
          Map.entry(new SocketException("Connection reset"), "the other side broke it off"),
          Map.entry(new IOException("Broken pipe"), "the other side has closed it"),
          Map.entry(new IOException((String) null), "the system gives no reason"),
          Map.entry(new UnknownHostException("n7"), "no address is known for n7"),
          Map.entry(new SocketTimeoutException("Read timed out"), "there was no answer in time"),
          Map.entry(new AsynchronousCloseException(), "it was closed meanwhile"),
          Map.entry(new EOFException(), "it ended too early"),
          Map.entry(new MalformedInputException(1), "it is not text in UTF-8"),
          Map.entry(
              new IOException(
                  "Cannot run program \"/bin/stty\": error=2, No such file or directory"),
              "the program /bin/stty cannot be run: it does not exist"),
          Map.entry(
              new IOException("bind(..) failed with error(-22): Invalid argument"),
              "invalid argument"),
          Map.entry(
              new UncheckedIOException("the trace", new NoSuchFileException("/t")),
              "/t: it does not exist"),
          Map.entry(
              new ExecutionException(new SocketException("Connection reset")),
              "the other side broke it off"),
          Map.entry(
              new IOException("java.net.SocketException: Connection reset"),
              "the other side broke it off"),
          Map.entry(
              new OutOfMemoryError("Java heap space"), "the memory of this process is used up"),
          Map.entry(
              new IOException("port 5405 of 10.77.0.1 is in use: stop the process that has it"),
              "port 5405 of 10.77.0.1 is in use: stop the process that has it"));

  @Test
  void exceptionsAreToldInWords() {
    WORDS.forEach(
        (failure, words) -> {
          assertThat(Causes.of(failure)).isEqualTo(words);
          assertThat(words).endsWith(Causes.reason(failure));
        });
  }

  /** What is caught of the system or of anybody reaches people through {@link Causes} only. */
  private static final Pattern CATCH =
      Pattern.compile(
          "catch \\(((?:[\\w.]*(?:IO|Throwable|FileSystem|Socket|AccessDenied|NoSuchFile|UnknownHost|"
              + "Execution|Uncheckedio)\\w*)(?:\\s*\\|[^)]*)?|Exception|Throwable) (\\w+)\\) \\{");

  @Test
  void noMessageIsMadeOfAnExceptionsOwnText() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.main()) {
      scan(file, Files.readString(file), found);
    }
    assertThat(found).isEmpty();
  }

  private static void scan(Path file, String source, List<String> found) {
    Matcher caught = CATCH.matcher(source);
    while (caught.find()) {
      String block = block(source, caught.end());
      String name = Pattern.quote(caught.group(2));
      Matcher use =
          Pattern.compile(
                  "\\b"
                      + name
                      + "(\\.getCause\\(\\))?\\.(getMessage|toString)\\(\\)|\\+ "
                      + name
                      + "\\b[^.]")
              .matcher(block);
      while (use.find()) {
        String line = statement(block, use.start());
        if (!line.contains("LOG.debug") && !line.contains(".contains(")) {
          found.add(file + ": " + line.strip());
        }
      }
    }
  }

  private static String statement(String block, int at) {
    int end = block.indexOf(';', at);
    return block.substring(block.lastIndexOf(';', at) + 1, end < 0 ? block.length() : end);
  }

  private static String block(String source, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0 && at < source.length()) {
      char c = source.charAt(at++);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    return source.substring(from, at);
  }
}
