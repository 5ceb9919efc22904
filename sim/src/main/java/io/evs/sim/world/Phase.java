package io.evs.sim.world;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A stretch of a run.
 *
 * @param over ends it before its time; looked at before each event, and changes nothing
 * @param untilNanos virtual time at which it ends
 * @param next what is to be done at its end, and the phase that follows; empty if it was the last
 */
public record Phase(BooleanSupplier over, long untilNanos, Supplier<Optional<Phase>> next) {}
