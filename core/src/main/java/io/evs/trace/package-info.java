/** Traces of what a process did, in the format of evs-properties.md section 2. */
package io.evs.trace;
