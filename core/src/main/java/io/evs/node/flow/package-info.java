/**
 * Back-pressure: how a receiver that is slow slows its senders down, and for how long.
 *
 * <p>A handle's queue ({@code HandleQueue}) is bounded in bytes. From half of the bound on it is
 * congested, by a percentage that the member announces to the ring: it claims that part of the
 * window in the token, so that all members send less (docs/protocol.md, "Flow control"). What
 * follows from that is decided here, one class for each question:
 *
 * <ul>
 *   <li>{@link io.evs.node.flow.QueueBudget}, {@link io.evs.node.flow.QueueOwner}: what may all
 *       queues of a daemon hold together, and which part of it one user ({@link
 *       io.evs.node.flow.RelayOwner}). A queue above its share gets no more when the budget is used
 *       up, and its handle is disconnected; the others are not.
 *   <li>{@link io.evs.node.flow.StallDetector}: is anything taken from a queue at all? The ring
 *       waits for a receiver that is slow, not for one that has stopped.
 *   <li>{@link io.evs.node.flow.Patience}: for how long is the ring slowed down for a user? A
 *       minute in all, without end for whoever administers the node.
 *   <li>{@link io.evs.node.flow.SubmissionRateLimit}: how much may this node's own applications
 *       send while its receivers are congested?
 *   <li>{@link io.evs.node.flow.LoopThrottle}: how long is the loop held in each turn while all
 *       clients together cannot follow, so that the token itself comes round more slowly?
 * </ul>
 *
 * <p>On the sending side one bound ({@code SubmissionQueue}) counts all that waits to be ordered;
 * who multicasts waits for room there, or is told that there is none.
 */
package io.evs.node.flow;
