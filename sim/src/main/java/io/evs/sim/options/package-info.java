/**
 * What a simulated run is asked to do: size of the ring, messages, faults, and seeds from which all
 * options follow. Commands and scenario files make these values.
 */
package io.evs.sim.options;
