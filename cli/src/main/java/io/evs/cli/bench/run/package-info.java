/**
 * A bench at work: the members that send and count, the one that coordinates them, the messages
 * with which it does, and the plan they follow. {@code LocalBench} and {@code RingBench} start it.
 */
package io.evs.cli.bench.run;
