/** Barriers on the ordered stream alone, without I/O: what each party counts. */
package io.evs.barrier.table;
