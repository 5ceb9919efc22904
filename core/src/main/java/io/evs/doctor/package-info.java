/**
 * What {@code evs doctor} asks of nodes: the ways between them, tried by probes through the ring's
 * own sockets, and what the machine gives each. An agent of each node answers; before a ring runs,
 * a socket that is bound as the node's would be does it.
 */
package io.evs.doctor;
