/**
 * The ring: Totem's single-ring ordering and membership protocol as a deterministic state machine
 * without I/O, clock, thread, logger or randomness. docs/protocol.md describes the protocol.
 *
 * <p><b>The door.</b> {@link io.evs.totem.Totem} takes packets, due timers and commands, and calls
 * {@link io.evs.totem.TotemEffects} in the order in which things must be done. The driver's duties:
 *
 * <ol>
 *   <li>call {@code receive} for every datagram, in the order of each path; {@code timers} when
 *       {@code deadline()} has come; {@code persisted} when a reservation is on stable storage;
 *   <li>write trace lines before the packets and deliveries of the same turn leave;
 *   <li>send packets in the order of the effects, then recycle the pool;
 *   <li>call from one thread, with a time that never goes back.
 * </ol>
 *
 * <p><b>The concerns</b> are one class each, behind the door: {@code TokenVisit} (a visit of the
 * token), {@code Retransmission} (the retransmission list), {@code FlowControl} (window, share,
 * room), {@code Delivery} (aru, safe line, agreed and safe delivery, release), {@code
 * McastReception} (message packets), {@code TokenHold} (the idle ring), {@code RotationTimer} (when
 * a token is sent again), {@code Gather}, {@code Commit}, {@code Recovery}, {@code Obligations},
 * {@code Installation}, {@code MergeDetection}, {@code PeerTable} (incarnations, probation). What
 * they share is in {@code TotemContext}; what belongs to one ring is in {@code RingState}, which is
 * kept whole as the old ring while the next one forms, and thrown away whole.
 *
 * <p><b>States.</b> Gather (join messages until all candidates announce the same lists), Commit
 * (the commit token collects what each has), Recovery (the members of one old ring exchange what
 * one has and another may lack), Operational. A lost token, a foreign member, or a member that
 * leaves leads back to Gather; the old ring's state survives every failed attempt.
 *
 * <p><b>Promises</b> beyond corosync's: a safe message is delivered in the regular configuration
 * only when two visits in a row showed it at every member; what a member acknowledged in Recovery
 * it keeps and answers for in every later attempt (properties D2 and D7 of docs/properties.md).
 */
package io.evs.totem;
