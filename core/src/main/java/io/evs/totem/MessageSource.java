package io.evs.totem;

import io.evs.RingId;

/** Where the ring takes its new packets from when the token visits (the packing layer). */
public interface MessageSource {
  /** Packets that could be filled now, an estimate; 0 exactly if there are none. */
  int backlogPackets();

  /**
   * Fills the payload of one packet. The messages that end in it are thereby bound to the ring and
   * the sequence number.
   *
   * @param data where to write
   * @param offset first byte of the payload
   * @param limit most bytes of payload
   * @return bytes written; 0 if there is nothing to send
   */
  int fill(byte[] data, int offset, int limit, RingId ring, int seq);

  /** Whether the packet just filled is for safe delivery. */
  boolean lastWasSafe();
}
