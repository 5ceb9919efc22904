package io.evs.trace;

import java.nio.file.Path;

/** Receives what {@link TraceReader} finds. Called from the reading thread only. */
public interface TraceHandler {
  /** Where the events of a process go; also called for a process that has a header and no event. */
  RecordedTrace process(int process);

  /**
   * The environment was stable from then on; the last call counts.
   *
   * @param timeMicros from when, in the clock of the traces
   * @param components connected sets of processes, unsigned ids
   * @param convergenceMicros time allowed for the final configuration, or negative if not said
   * @param drained whether nothing may still be in flight at the end
   */
  void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained);

  /**
   * The events that follow are those of that line, until another one is named.
   *
   * @param file the file, or what stands for it
   * @param number of the line, from 1
   */
  default void line(Path file, long number) {}

  /**
   * A line breaks the format (property W).
   *
   * @param process the process the file belongs to, 0 if not known
   * @param message file, line and what is wrong
   */
  void malformed(int process, String message);

  /** Something a person should know that is no violation. */
  void warning(String message);
}
