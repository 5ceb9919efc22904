package io.evs.transport.address;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns the errors of binding into a sentence that says what to do. */
public final class BindErrors {
  private static final Pattern NATIVE_CALL =
      Pattern.compile("^\\w+\\(\\.*\\) failed(?: with error\\(-?\\d+\\))?: ");

  private BindErrors() {}

  public static boolean isInUse(Throwable error) {
    return text(error).contains("address already in use");
  }

  public static IOException explain(InetAddress address, List<Integer> ports, Throwable error) {
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
          which
              + " in use"
              + (ports.size() == 1
                  ? PortHolder.advice("udp", ports.get(0))
                  : ": stop a process that has one or choose another port"),
          error);
    }
    if (text.contains("cannot assign requested address")) {
      return new IOException(Interfaces.notOfThisMachine(address), error);
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
    if (text.contains("invalid argument") && address.isLinkLocalAddress()) {
      return new IOException(
          where + " is link-local and says no interface: add it, as in " + where + "%eth0", error);
    }
    return new IOException(
        "cannot bind " + where + " port " + ports.get(0) + ": " + plain(error), error);
  }

  /** What the system says, without the call and the number that Netty puts before it. */
  public static String plain(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return NATIVE_CALL.matcher(message).replaceFirst("").toLowerCase(Locale.ROOT);
  }

  private static String text(Throwable error) {
    return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
  }
}
