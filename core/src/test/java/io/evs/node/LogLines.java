package io.evs.node;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;

/** A log whose lines a test reads. */
final class LogLines {
  private LogLines() {}

  /** Each line gets its level before it, such as {@code warn: no room}. */
  static Logger into(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              lines.add(method.getName() + ": " + arguments[0]);
              return null;
            });
  }
}
