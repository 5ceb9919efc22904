package io.evs.node;

import io.evs.EvsException;
import io.evs.text.Causes;
import java.io.UncheckedIOException;

/** What the handles of a node are told when its loop has ended. */
final class EndReason {
  private EndReason() {}

  /**
   * The reason.
   *
   * @param error what ended the loop; null if it was closed
   */
  static EvsException of(Throwable error) {
    if (error instanceof UncheckedIOException disk) {
      return new EvsException(
          EvsException.Code.ACCESS, disk.getMessage() + ": " + Causes.of(disk), disk);
    }
    return error == null
        ? new EvsException(EvsException.Code.LIBRARY, "the member was closed")
        : new EvsException(
            EvsException.Code.LIBRARY, "the member failed by an internal fault: " + error, error);
  }
}
