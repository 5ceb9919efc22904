/**
 * The ring: Totem's single-ring ordering and membership protocol as a deterministic state machine
 * without I/O, clock or threads.
 */
package io.evs.totem;
