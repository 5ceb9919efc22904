package io.evs.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that a status tells, back from text; names are not looked up. */
final class Addresses {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<six>[0-9a-fA-F:.]+)(?:%[\\w.-]+)?]|(?<four>[0-9.]+)):(?<port>\\d{1,5})");

  private Addresses() {}

  static Optional<InetSocketAddress> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String four = form.group("four");
    int port = Integer.parseInt(form.group("port"));
    boolean isAddress = four == null || four.matches("[0-9]+(\\.[0-9]+){3}");
    if (!isAddress || port > 65_535) {
      return Optional.empty();
    }
    try {
      String host = four == null ? "[" + form.group("six") + "]" : four;
      return Optional.of(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }
}
