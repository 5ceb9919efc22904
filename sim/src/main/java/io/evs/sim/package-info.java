/**
 * Deterministic simulation: members of a ring in virtual time on one thread, a network that loses,
 * delays, duplicates and cuts, processes that crash, pause and restart, and named scenarios.
 *
 * <p>Everything random comes from one seed ({@link io.evs.sim.SimRandom}); nothing reads a clock,
 * starts a thread or iterates in hash order, so that a seed gives the same bytes on every machine.
 */
package io.evs.sim;
