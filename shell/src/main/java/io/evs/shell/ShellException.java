package io.evs.shell;

/** Ends a verb with one sentence; a script ends with the exit status. */
public final class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** No answer in time. */
  static final int UNREACHABLE = 3;

  /** Interrupted. */
  static final int INTERRUPTED = 130;

  private final int exit;

  /** With the exit status of a script that ends with it. */
  ShellException(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  ShellException(int exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  static ShellException usage(String message) {
    return new ShellException(USAGE, message);
  }

  /** The exit status. */
  public int exit() {
    return exit;
  }
}
