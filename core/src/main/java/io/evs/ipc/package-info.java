/**
 * The local daemon: {@link io.evs.ipc.IpcServer} serves a node's clients over a Unix domain socket,
 * and {@link io.evs.ipc.EvsClient} is one, with the same {@link io.evs.Evs} handles as an embedded
 * member. The protocol is described byte by byte in docs/ipc.md.
 *
 * <p>Threads: one for all clients of a server, besides one for requests that have to wait for the
 * member. A client has one that reads and one that writes. Nothing that a client does, or fails to
 * do, makes the server's thread wait.
 */
package io.evs.ipc;
