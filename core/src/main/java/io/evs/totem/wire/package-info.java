/**
 * The six packets of the Totem single-ring protocol in the exact layout of corosync 3
 * (docs/protocol.md, "Packets"), little-endian. Static accessors over byte arrays with the offsets
 * as constants; {@link io.evs.totem.wire.PacketCheck} decides whether a datagram may be read at
 * all. Nothing here has state, and nothing may be read before it was checked.
 */
package io.evs.totem.wire;
