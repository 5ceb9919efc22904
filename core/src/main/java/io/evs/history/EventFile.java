package io.evs.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.evs.NodeId;
import io.evs.text.Causes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where a node's events outlive it: {@code events_<node id>.jsonl}, a line for each, and the one
 * before it, {@code events_<node id>.1.jsonl}. Together they hold twice {@link #BYTES_MAX} at most,
 * and only their owner may read them. A thread of its own writes; what waits for a slow disk is
 * bounded, and what a full disk does not take is left out.
 */
final class EventFile implements AutoCloseable {
  /** A file is left for the next one at this size. */
  static final long BYTES_MAX = 256 << 10;

  /** Events that wait for the disk at most. */
  static final int WAITING_MAX = 256;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<OpenOption> FOR_WRITING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte LINE_FEED = '\n';
  private static final long IDLE_SECONDS = 5;

  private final FileFaults faults;
  private final Path file;
  private final Path before;
  private final ThreadPoolExecutor writer;
  private String failure = "";

  EventFile(Path folder, NodeId node, ThreadFactory threads, FileFaults faults) {
    this(folder, node, writer(threads), faults);
  }

  private static ThreadPoolExecutor writer(ThreadFactory threads) {
    ThreadPoolExecutor writer =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), threads);
    writer.allowCoreThreadTimeOut(true);
    return writer;
  }

  /** As above, with what writes. */
  EventFile(Path folder, NodeId node, ThreadPoolExecutor writer, FileFaults faults) {
    this.writer = writer;
    this.faults = faults;
    this.file = folder.resolve("events_" + node + ".jsonl");
    this.before = folder.resolve("events_" + node + ".1.jsonl");
  }

  /**
   * The events of earlier starts, oldest first; lines that are none, as a torn one, are skipped.
   */
  List<String> read() throws IOException {
    List<String> events = new ArrayList<>();
    for (Path each : List.of(before, file)) {
      for (String line : text(each).split("\n", -1)) {
        if (isEvent(line)) {
          events.add(line);
        }
      }
    }
    return events;
  }

  /** Of a file that somebody made larger, the end. */
  private static String text(Path from) throws IOException {
    try (FileChannel channel =
        FileChannel.open(from, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long most = 2 * BYTES_MAX;
      channel.position(Math.max(0, channel.size() - most));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ByteBuffer part = ByteBuffer.allocate(1 << 13);
      while (bytes.size() < most && channel.read(part.clear()) > 0) {
        bytes.write(part.array(), 0, part.position());
      }
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  private static boolean isEvent(String line) {
    if (!line.startsWith("{\"at\":")) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException torn) {
      return false;
    }
  }

  /** Writes an event as soon as the disk takes it. Does not wait. */
  void append(String line) {
    try {
      writer.execute(() -> write(line));
    } catch (RejectedExecutionException slowOrClosed) {
      if (!writer.isShutdown()) {
        faults.warn("an event was not written to " + file + ", whose disk is too slow");
      }
    }
  }

  private void write(String line) {
    try {
      appendNow((line + '\n').getBytes(StandardCharsets.UTF_8));
      if (!failure.isEmpty()) {
        faults.over(failure, file + " can be written again");
        failure = "";
      }
    } catch (IOException error) {
      failure = "an event was not written to " + file + " (" + Causes.reason(error) + ")";
      faults.warn(failure);
    }
  }

  private void appendNow(byte[] line) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) >= BYTES_MAX) {
      Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel = FileChannel.open(file, FOR_WRITING, OWNER_ONLY)) {
      long end = channel.size();
      ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
      if (isTorn(channel, end)) {
        bytes.put(LINE_FEED);
      }
      bytes.put(line).flip();
      channel.position(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** A crash or a full disk may have left half a line. */
  private static boolean isTorn(FileChannel channel, long end) throws IOException {
    ByteBuffer lastByte = ByteBuffer.allocate(1);
    return end > 0 && channel.read(lastByte, end - 1) == 1 && lastByte.get(0) != LINE_FEED;
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException stop) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
