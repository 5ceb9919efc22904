/**
 * Packing and fragmentation in corosync's totempg format (corosync3-protocol.md section 4): several
 * small messages in one packet, large ones over several, and all-or-nothing reassembly.
 */
package io.evs.pack;
