/** Datagram transports: UDP unicast and multicast. */
package io.evs.transport;
