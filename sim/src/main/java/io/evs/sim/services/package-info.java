/**
 * Processes of the simulator whose applications use what is built on the order: locks and others.
 */
package io.evs.sim.services;
