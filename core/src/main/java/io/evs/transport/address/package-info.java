/**
 * Addresses of this machine: its interfaces and what they can send, which address is the node's
 * own, why one cannot be bound, and who holds a port. Transports stand on it, and a node's set-up.
 */
package io.evs.transport.address;
