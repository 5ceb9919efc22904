package io.evs.node.process;

/**
 * Keeps an interrupt of this thread aside while something has to come to its end all the same, as
 * closing has to: {@link #close} interrupts the thread again. One thread.
 */
public final class Interruption implements AutoCloseable {
  private boolean interrupted;

  private Interruption() {}

  /** Takes the interrupt of this thread, if there is one. */
  public static Interruption aside() {
    Interruption kept = new Interruption();
    kept.take();
    return kept;
  }

  /** Takes one that has come since. */
  public void take() {
    interrupted |= Thread.interrupted();
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
