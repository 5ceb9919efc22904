package io.evs.cli.base;

/** Exit statuses of every command. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** What was checked is not so. */
  public static final int NOT_SO = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** No ring or daemon could be reached or formed, or a time-out. */
  public static final int UNREACHABLE = 3;

  /** Keys or permissions. */
  public static final int DENIED = 4;

  /** An internal fault. */
  public static final int INTERNAL = 70;

  /** A result could not be written. */
  public static final int NOT_WRITTEN = 74;

  /** Interrupted by SIGINT. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
