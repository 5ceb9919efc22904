package io.evs.verify;

/**
 * One promise that was not kept.
 *
 * @param property its name in evs-properties.md, such as {@code D5}
 * @param message a sentence for people, with the processes, the ring and the place
 * @param process the process whose log shows it, unsigned; 0 if no single one
 */
public record Violation(String property, String message, long process) {}
