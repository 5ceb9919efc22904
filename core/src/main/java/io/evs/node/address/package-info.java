/**
 * Which addresses a node has and knows: its set-up from the configuration, where it binds, the
 * names of its peers, and the book of addresses that the loop learns from packets.
 */
package io.evs.node.address;
