package io.evs.transport.address;

/**
 * Largest IP packet of the interfaces that a node's packets leave by.
 *
 * @param bytes that size
 * @param interfaceName the interface that has it; empty if it is not known
 */
public record PathMtu(int bytes, String interfaceName) {}
