package io.evs.history;

/** Hears what goes wrong with the file of events; a log that is bounded in rate. Any thread. */
public interface FileFaults {
  /** Something went wrong, perhaps again. */
  void warn(String line);

  /**
   * It is over.
   *
   * @param began what was said of it
   * @param line what is so now
   */
  void over(String began, String line);
}
