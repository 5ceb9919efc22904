/** Traces of what a process did, in the format of docs/properties.md, "The trace". */
package io.evs.trace;
