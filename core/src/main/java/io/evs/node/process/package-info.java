/**
 * What any part of a node needs of its process and machine: daemon threads, log lines that do not
 * flood, the process ids of handles, moments on the monotonic clock, CPU time and room on the disk,
 * interrupts that wait, and what runs when the JVM ends.
 */
package io.evs.node.process;
