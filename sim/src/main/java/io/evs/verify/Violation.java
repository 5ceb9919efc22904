package io.evs.verify;

/**
 * One promise that was not kept.
 *
 * @param property which one; docs/properties.md explains each
 * @param message a sentence for people, with the processes, the ring and the place
 * @param process the process whose log shows it, unsigned; 0 if no single one
 */
public record Violation(Property property, String message, long process) {}
