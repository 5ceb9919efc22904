/**
 * Why rings changed: reads the flight recorders of several nodes together, by ring and order and
 * not by clock. No I/O.
 */
@org.jspecify.annotations.NullMarked
package io.evs.why;
