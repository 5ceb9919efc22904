/**
 * What becomes of a node: its events, in memory and in a file that outlives it. Threads and logs
 * come from whoever opens it.
 */
@org.jspecify.annotations.NullMarked
package io.evs.history;
