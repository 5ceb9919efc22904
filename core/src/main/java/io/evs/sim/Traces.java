package io.evs.sim;

import java.nio.file.Path;

/** Where the traces of a run go: the checker, a digest, and files if wanted. */
final class Traces {
  private Traces() {}

  static TraceHub open(int nodes, Path directory) {
    return TraceHub.NONE;
  }
}
