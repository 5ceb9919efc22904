/**
 * The catalogue of scenarios that {@code evs simulate --scenario} plays, described in {@code
 * docs/scenarios.md}: each class holds those of one topic, played on a {@code ScenarioStage}.
 */
package io.evs.sim.scenario;
