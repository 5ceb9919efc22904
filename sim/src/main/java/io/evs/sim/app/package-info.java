/** Simulated processes whose applications use what is built on the order. */
@NullMarked
package io.evs.sim.app;

import org.jspecify.annotations.NullMarked;
