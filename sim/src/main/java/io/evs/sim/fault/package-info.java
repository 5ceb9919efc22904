/**
 * Faults of a simulated run: what a plan holds, what triggers each, and the injector that lets them
 * happen in a {@code World}.
 */
package io.evs.sim.fault;
