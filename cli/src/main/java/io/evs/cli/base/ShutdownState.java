package io.evs.cli.base;

/** Whether the process has been told to end. */
public final class ShutdownState {
  private ShutdownState() {}

  /**
   * Whether a signal has started the end of this process: members leave their rings then, and what
   * fails because of that is no error that anyone should read of.
   */
  public static boolean hasBegun() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException begun) {
      return true;
    }
  }
}
