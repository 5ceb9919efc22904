package io.evs.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** Turns the errors of binding into a sentence that says what to do. */
final class BindErrors {
  private BindErrors() {}

  static boolean isInUse(Throwable error) {
    return text(error).contains("address already in use");
  }

  static IOException explain(InetAddress address, List<Integer> ports, Throwable error) {
    String where = Interfaces.text(address);
    String text = text(error);
    if (isInUse(error)) {
      String which =
          ports.size() == 1
              ? "port " + ports.get(0) + " of " + where + " is"
              : "ports "
                  + ports.get(0)
                  + " to "
                  + ports.get(ports.size() - 1)
                  + " of "
                  + where
                  + " are";
      return new IOException(
          which + " in use: stop the process that has it or choose another port", error);
    }
    if (text.contains("cannot assign requested address")) {
      return new IOException(Interfaces.notOfThisMachine(where), error);
    }
    if (text.contains("permission denied")) {
      return new IOException(
          "no permission to bind port "
              + ports.get(0)
              + " of "
              + where
              + ": choose a port above 1023",
          error);
    }
    return new IOException(
        "cannot bind " + where + " port " + ports.get(0) + ": " + error.getMessage(), error);
  }

  private static String text(Throwable error) {
    return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
  }
}
