package io.evs.cli.bench;

import io.evs.cli.base.ExitCode;
import io.evs.node.process.DaemonThreads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes Ctrl-C as a wish to end soon: the first one runs an action, the second one ends the
 * process, and so does time. By reflection, because the JVM's only interface for signals is one
 * that the compiler warns about; where it is missing, Ctrl-C ends the process as ever.
 */
final class Interrupts implements AutoCloseable {
  private final Runnable first;
  private final Duration grace;
  private final Optional<Object> before;
  private boolean asked;
  private volatile boolean closed;

  /**
   * Takes signals from now on.
   *
   * @param first what the first one does; any thread, must not block
   * @param grace how long the process may go on after it
   */
  Interrupts(Runnable first, Duration grace) {
    this.first = first;
    this.grace = grace;
    this.before = install();
  }

  private Optional<Object> install() {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object mine =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  interrupted();
                  return null;
                }
                return method.getName().equals("hashCode")
                    ? System.identityHashCode(proxy)
                    : method.getName().equals("equals") ? proxy == arguments[0] : "Interrupts";
              });
      return Optional.ofNullable(handle(handler, mine));
    } catch (ReflectiveOperationException | RuntimeException notThere) {
      return Optional.empty();
    }
  }

  private static Object handle(Class<?> handler, Object with) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Method handle = signal.getMethod("handle", signal, handler);
    Object interrupt = signal.getConstructor(String.class).newInstance("INT");
    try {
      return handle.invoke(null, interrupt, with);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(e.getCause());
    }
  }

  private synchronized void interrupted() {
    if (asked) {
      exit();
      return;
    }
    asked = true;
    first.run();
    DaemonThreads.of("bench-interrupted", this::endInTime).start();
  }

  private void endInTime() {
    try {
      Thread.sleep(grace.toMillis());
      if (!closed) {
        exit();
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  /** Not in the thread that takes signals: the exit waits for others to end. */
  private static void exit() {
    DaemonThreads.of("bench-exit", () -> System.exit(ExitCode.INTERRUPTED)).start();
  }

  /** Lets signals do what they did before. */
  @Override
  public void close() {
    closed = true;
    if (before.isPresent()) {
      try {
        handle(Class.forName("sun.misc.SignalHandler"), before.get());
      } catch (ReflectiveOperationException | RuntimeException keep) {
        return;
      }
    }
  }
}
