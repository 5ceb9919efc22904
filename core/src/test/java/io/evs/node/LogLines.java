package io.evs.node;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A log whose lines a test reads. */
public final class LogLines {
  private LogLines() {}

  /** Each line as it is written, with its level before it, such as {@code warn: no room}. */
  public static Logger into(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] values = Arrays.copyOfRange(arguments, 1, arguments.length);
              String text =
                  MessageFormatter.arrayFormat((String) arguments[0], values).getMessage();
              lines.add(method.getName() + ": " + text);
              return null;
            });
  }
}
