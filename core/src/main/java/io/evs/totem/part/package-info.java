/**
 * Parts of the ring's state that know nothing of the ring: sets of nodes, the receive window,
 * peers, timers, the measure of rotations, counters, and the policy with its limits. Each has tests
 * of its own; the rules in {@code io.evs.totem} put them together.
 */
package io.evs.totem.part;
