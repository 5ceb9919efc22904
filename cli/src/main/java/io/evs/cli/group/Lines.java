package io.evs.cli.group;

import io.evs.Evs;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Lines as bytes, which need not be text; one longer than a message may be is cut off unread. A
 * line ends with LF or CRLF; a CR elsewhere belongs to the line.
 */
final class Lines {
  private final InputStream in;
  private boolean tooLong;

  Lines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next line without its end, or empty at the end of the input. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    tooLong = false;
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (c == '\r' && lineFeedFollows()) {
        continue;
      }
      if (line.size() < Evs.MESSAGE_MAX_BYTES) {
        line.write(c);
      } else {
        tooLong = true;
      }
    }
    return Optional.of(line.toByteArray());
  }

  private boolean lineFeedFollows() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next == '\n';
  }

  /** Whether the line last returned had more bytes than a message may have. */
  boolean wasTooLong() {
    return tooLong;
  }
}
