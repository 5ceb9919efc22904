/**
 * The flight recorder: the last protocol events of a node in a bounded memory, without garbage, and
 * the form in which they are kept in files and sent to others. No clocks, threads or files.
 */
@org.jspecify.annotations.NullMarked
package io.evs.flight;
