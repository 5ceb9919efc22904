package io.evs.state.replica;

/**
 * How a snapshot is sent.
 *
 * @param chunkBytes size of its pieces, 1 to 32768
 * @param window pieces under way at a time, at least 1
 */
public record Pace(int chunkBytes, int window) {
  /** 256 KiB under way: the stream goes on beside it. */
  public static final Pace USUAL = new Pace(StateMessage.CHUNK_BYTES, 8);
}
