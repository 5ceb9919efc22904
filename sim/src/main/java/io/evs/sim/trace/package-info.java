/**
 * What a simulated run leaves behind: each process writes its trace here, the checker reads along,
 * and a digest tells whether two runs are the same.
 */
package io.evs.sim.trace;
