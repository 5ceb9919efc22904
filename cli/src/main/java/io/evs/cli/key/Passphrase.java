package io.evs.cli.key;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.terminal.Terminal;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a passphrase: unseen and twice from a terminal, else the first line of standard input. */
final class Passphrase {
  private static final int MAX_BYTES = 1024;

  private Passphrase() {}

  static char[] read(Terminal terminal) {
    Console console = System.console();
    if (!terminal.inputIsTerminal() || console == null) {
      return firstLine(terminal);
    }
    char[] first = console.readPassword("Passphrase (at least 16 characters): ");
    char[] second = console.readPassword("Again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw CliException.usage("the two passphrases differ; nothing was written");
    }
    Arrays.fill(second, '\0');
    return first;
  }

  private static char[] firstLine(Terminal terminal) {
    byte[] line = new byte[MAX_BYTES];
    int length = 0;
    try {
      for (int next = terminal.in().read();
          next >= 0 && next != '\n';
          next = terminal.in().read()) {
        if (length == MAX_BYTES) {
          throw CliException.usage("the passphrase is longer than 1024 bytes");
        }
        line[length++] = (byte) next;
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "the passphrase cannot be read", "", e);
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
    Arrays.fill(line, (byte) 0);
    char[] passphrase = new char[text.remaining()];
    text.get(passphrase);
    return passphrase;
  }
}
