/** A simulated ring as the console's source. */
package io.evs.console.simulation;
