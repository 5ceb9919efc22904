package io.evs.totem.part;

/**
 * A node whose messages are ignored for a while (docs/protocol.md, "Probation"), and that sends
 * some.
 *
 * @param nodeId its node id
 * @param sinceNanos since when, by the member's clock
 * @param untilNanos until when
 */
public record PutAside(int nodeId, long sinceNanos, long untilNanos) {}
