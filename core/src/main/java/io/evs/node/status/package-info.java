/**
 * What a node knows of itself: figures and their catalogue ({@link Metrics}), who is missing and
 * what is wrong, and the JSON that carries it to clients, consoles and other members.
 */
package io.evs.node.status;
