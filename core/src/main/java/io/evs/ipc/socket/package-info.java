/**
 * The daemon's socket as a file: where it lies, who owns it and its folder, which process listens
 * there, and what may be set. The server makes it, and a client checks it before it connects.
 */
package io.evs.ipc.socket;
