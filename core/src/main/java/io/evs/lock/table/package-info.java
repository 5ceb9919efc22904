/**
 * Locks on the ordered stream alone, without I/O: a table that is the same at all who share it, and
 * the participant that keeps one. docs/protocol.md, "Locks", says why it is the same.
 */
package io.evs.lock.table;
