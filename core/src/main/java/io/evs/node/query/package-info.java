/**
 * Questions to the agents of all members, by messages in a hidden group: flight logs, and the keys
 * of a rotation. Commands, the console and the server ask; the agents of {@code io.evs.node}
 * answer.
 */
package io.evs.node.query;
