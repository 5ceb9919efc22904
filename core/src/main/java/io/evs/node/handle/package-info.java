/**
 * Handles and their queues: what the application submits until it is ordered, and what is delivered
 * until a listener has it. Embedded handles, those of a server and those of a client stand on it;
 * the loop fills and drains the queues.
 */
package io.evs.node.handle;
