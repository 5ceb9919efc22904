/**
 * One simulated world: processes with the real {@code io.evs.group.Member}, their clocks and their
 * storage, the queue of events, the steps, and the marks that show which rare states a run has
 * reached. Workloads, faults and scenarios act on a {@code World}.
 */
package io.evs.sim.world;
