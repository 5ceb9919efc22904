/**
 * Deterministic simulation: members of a ring in virtual time on one thread, a network that loses,
 * delays, duplicates and cuts, processes that crash, pause and restart, and named scenarios.
 *
 * <p>Everything random comes from one seed ({@link io.evs.sim.net.SimRandom}); nothing reads a
 * clock, starts a thread or iterates in hash order, so that a seed gives the same bytes on every
 * machine.
 *
 * <p>Here are the runs themselves: {@link Simulation}, step by step, exhaustive, from a scenario
 * file, and the {@code ScenarioStage} on which {@code io.evs.sim.scenario} plays. They stand on
 * {@code io.evs.sim.fault}, {@code options}, {@code world}, {@code trace} and {@code net}.
 */
package io.evs.sim;
