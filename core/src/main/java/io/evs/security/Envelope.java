package io.evs.security;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Seals what a member sends and opens what it receives. One per member, on its loop thread only.
 */
public interface Envelope {
  /** What {@link #open} returns if there is nothing for the member. */
  int NOTHING = -1;

  /** How an envelope answers the sender of a datagram by itself. */
  interface Replies {
    /** Sends bytes of an envelope, as they are, to this address. */
    void reply(InetSocketAddress to, byte[] data, int length);
  }

  /** Bytes that sealing adds to each datagram. */
  int overheadBytes();

  /**
   * Seals {@code plain[0 .. length)} into {@code out}, which must have room for {@link
   * #overheadBytes} more.
   *
   * @return length of what is in {@code out}
   */
  int seal(byte[] plain, int length, byte[] out);

  /**
   * Opens a datagram; whatever is wrong with it is counted.
   *
   * @param from its sender's address; valid during the call
   * @param out takes the contents; at least as long as the longest datagram
   * @return length of a packet for the member in {@code out}, or {@link #NOTHING}
   */
  int open(byte[] sealed, int length, InetSocketAddress from, byte[] out, Replies replies);

  /** Counter values by name. */
  Map<String, Long> counters();
}
