package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A passing run logs nothing at WARN or ERROR, so that what is there means something: a class of
 * tests that causes such lines names them ({@link ExpectsLog}), and any other line fails it. JUnit
 * finds this extension by itself.
 */
public final class LogGuard implements BeforeAllCallback, AfterAllCallback {
  private static final Pattern LINE = Pattern.compile("(?:WARN|ERROR) io\\.evs\\.\\S+ - ");

  /** A busy machine causes them; they are shown, and fail nothing. */
  private static final List<String> OF_THE_MACHINE =
      List.of(
          "this process did not run for ",
          "left the ring without notice",
          "did not take everything within ");

  @Override
  public void beforeAll(ExtensionContext context) {
    ExpectsLog expected = context.getRequiredTestClass().getAnnotation(ExpectsLog.class);
    Filter filter =
        new Filter(System.err, expected == null ? List.of() : List.of(expected.value()));
    store(context).put(Filter.class, filter);
    System.setErr(filter);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Filter filter = store(context).remove(Filter.class, Filter.class);
    System.setErr(filter.log);
    assertThat(filter.unexpected)
        .as("lines at WARN and ERROR that @ExpectsLog does not name")
        .isEmpty();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    Object own = context.getRequiredTestClass();
    return context.getStore(ExtensionContext.Namespace.create(LogGuard.class, own));
  }

  /** The log without what is expected. */
  static final class Filter extends PrintStream {
    private final PrintStream log;
    private final List<String> expected;
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    /** Whether this thread's last line was expected, and the stack trace below it is, too. */
    private final ThreadLocal<Boolean> isExpected = ThreadLocal.withInitial(() -> false);

    Filter(PrintStream log, List<String> expected) {
      super(log, true);
      this.log = log;
      this.expected = expected;
    }

    List<String> unexpected() {
      return List.copyOf(unexpected);
    }

    @Override
    public void println(String line) {
      boolean isLine = LINE.matcher(line).find();
      isExpected.set(isLine && expected.stream().anyMatch(line::contains));
      if (isExpected.get()) {
        return;
      }
      if (isLine && OF_THE_MACHINE.stream().noneMatch(line::contains)) {
        unexpected.add(line);
      }
      log.println(line);
    }

    /** As {@link Throwable#printStackTrace(PrintStream)} calls it. */
    @Override
    public void println(Object part) {
      if (!isExpected.get()) {
        log.println(part);
      }
    }
  }
}
