/**
 * Packing and fragmentation in corosync's totempg format (docs/protocol.md, "Packing and
 * fragments"): several small messages in one packet, large ones over several, and all-or-nothing
 * reassembly.
 */
package io.evs.pack;
