/**
 * The virtual network: datagrams in flight, links that lose and delay them, rules that tests put in
 * their way, an attacker who sends his own, and the random numbers of all of it. It knows no
 * member; {@code World} takes datagrams from it and gives them to processes.
 */
package io.evs.sim.net;
