package io.evs.cli.base;

/**
 * Ends a command with one sentence for people, a hint what to do where there is one, and an exit
 * status.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;
  private final String hint;

  /** An error without a hint. */
  public CliException(int exit, String message) {
    this(exit, message, "", null);
  }

  /** An error with a hint; an empty hint is none. */
  public CliException(int exit, String message, String hint) {
    this(exit, message, hint, null);
  }

  /** An error with a hint and the cause that {@code --verbose} shows. */
  public CliException(int exit, String message, String hint, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.hint = hint;
  }

  /** A usage or configuration error. */
  public static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }

  /** The exit status. */
  public int exit() {
    return exit;
  }

  /** What to do about it; empty if the message says all. */
  public String hint() {
    return hint;
  }
}
