package io.evs.shell;

/** Where lines go. May be called from any thread. */
@FunctionalInterface
interface ShellOutput {
  /** Shows a line. */
  void line(String text);
}
