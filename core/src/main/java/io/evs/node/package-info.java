/**
 * The runtime of one member: {@link io.evs.node.EvsNode} owns a transport, the member without I/O
 * ({@link io.evs.group.Member}) and the queues between the loop and the application.
 *
 * <p>Threads: one loop thread owns the member. Applications hand submissions to it through {@link
 * io.evs.node.handle.SubmissionQueue} and take events from a {@link
 * io.evs.node.handle.HandleQueue}, both bounded in bytes. A writer thread keeps ring sequences on
 * disk. The clock is read here and in {@code io.evs.transport} only, once per loop turn.
 *
 * <p>It stands on packages of its own, from the bottom up: {@code process}, {@code handle}, {@code
 * address}, {@code status}, {@code record} and {@code query}; {@code flow} holds the back-pressure.
 */
package io.evs.node;
