/**
 * The bytes on the daemon's socket, as docs/ipc.md describes them: frames, what is in each, and the
 * buffers they are read from and written to. The server and the client both stand on it; it knows
 * no node and no thread.
 */
package io.evs.ipc.frame;
