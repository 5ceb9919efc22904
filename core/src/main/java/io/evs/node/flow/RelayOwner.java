package io.evs.node.flow;

/**
 * Whose process a {@code RelayHandle} is for.
 *
 * @param user the user, by anything that is equal for one and the same
 * @param administers whether a ring may be slowed down for his processes without end: it waits for
 *     those of others for a minute
 */
public record RelayOwner(Object user, boolean administers) {}
