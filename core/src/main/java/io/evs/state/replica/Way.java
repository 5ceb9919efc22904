package io.evs.state.replica;

import io.evs.RingId;

/**
 * From one ring to the next. Those who went it together were delivered the same.
 *
 * @param ring the ring in which a member last agreed with others on who has the state, or joined
 * @param next the ring that it installed after that one
 */
record Way(RingId ring, RingId next) {}
