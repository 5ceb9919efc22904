package io.evs;

/**
 * What became of a message: it was delivered at the sender's own member under its guarantee, and so
 * at this place of the order at every member that goes on with it.
 *
 * @param ring the ring in which it was ordered
 * @param sequence ring sequence number of the packet that completed it (raw 32 bits, wraps)
 * @param receivers how many handles but the sender's were in any of its groups at its place in the
 *     order, wherever they are
 */
public record Delivered(RingId ring, int sequence, int receivers) {}
