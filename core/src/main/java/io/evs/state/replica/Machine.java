package io.evs.state.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of an application, in bytes. One thread at a time. */
public interface Machine {
  /** Becomes the state that everybody begins with. */
  void begin();

  /**
   * Applies a command; the same everywhere.
   *
   * @return the answer for whoever submitted it
   */
  @Nullable Object apply(byte[] command);

  /** The state in pieces of so many bytes, the last one shorter; equal for equal states. */
  List<byte[]> snapshot(int chunkBytes);

  /**
   * Becomes the state of a snapshot.
   *
   * @throws IllegalArgumentException if it is none; the state is then as before
   */
  void load(List<byte[]> chunks);

  /**
   * Takes in the state of a side that was apart.
   *
   * @throws IllegalArgumentException if it is none; the state is then as before
   */
  void merge(List<byte[]> chunks);
}
