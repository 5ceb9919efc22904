/**
 * The envelope around each datagram, below the engine: keys, ciphers, protection against replay.
 * Nothing in here is for more than one thread, unless it says so.
 */
package io.evs.security;
