package io.evs;

import java.util.List;

/**
 * A delivered message (evs_deliver_fn_t). The payload is the receiver's own copy.
 *
 * @param groups the groups the message was sent to, in the sender's order
 * @param sender who sent it
 * @param guarantee what it was sent with: {@link Guarantee#AGREED} or {@link Guarantee#SAFE}
 * @param ring the ring in which it was ordered
 * @param sequence ring sequence number of the packet that completed it (raw 32 bits, wraps)
 * @param payload the bytes that were sent, 0 to 1 MiB
 */
public record Delivery(
    List<Group> groups,
    GroupMember sender,
    Guarantee guarantee,
    RingId ring,
    int sequence,
    byte[] payload) {}
