package io.evs.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Standard output, which remembers that something could not be written to it, and why. */
public final class ResultStream extends PrintStream {
  private final Remembering below;
  private final boolean pipe;

  /**
   * Writes there, in UTF-8 and with a buffer.
   *
   * @param pipe whether it is a pipe or socket, which cannot be written for one reason only
   */
  ResultStream(OutputStream out, boolean pipe) {
    this(new Remembering(out), pipe);
  }

  private ResultStream(Remembering below, boolean pipe) {
    super(new BufferedOutputStream(below, 1 << 13), /* autoFlush= */ false, StandardCharsets.UTF_8);
    this.below = below;
    this.pipe = pipe;
  }

  /** Standard output of this process. */
  static ResultStream standard() {
    return new ResultStream(new FileOutputStream(FileDescriptor.out), isPipe());
  }

  /** Why something was not written; empty also if only the reader of a pipe has gone. */
  public Optional<IOException> failure() {
    flush();
    return Optional.ofNullable(below.failure).filter(failure -> !hasReaderGone(failure));
  }

  /** The system's words may be of another language. */
  private boolean hasReaderGone(IOException failure) {
    return pipe || String.valueOf(failure.getMessage()).contains("Broken pipe");
  }

  private static boolean isPipe() {
    try {
      String to = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return to.startsWith("pipe:") || to.startsWith("socket:");
    } catch (IOException | RuntimeException notLinux) {
      return false;
    }
  }

  /** Keeps the first failure, of which a print stream forgets everything but that it was. */
  private static final class Remembering extends OutputStream {
    private final OutputStream out;
    private volatile IOException failure;

    Remembering(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
