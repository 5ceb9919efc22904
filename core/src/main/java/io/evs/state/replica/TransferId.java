package io.evs.state.replica;

import io.evs.RingId;

/**
 * Names a transfer at all members.
 *
 * @param ring the ring in which its snapshot was cut
 * @param number its number in that ring, from 1
 */
record TransferId(RingId ring, long number) {}
