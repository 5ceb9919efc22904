/**
 * What {@code evs bench} has measured, and what it means: figures of a member and of a run, when
 * each message was sent and delivered, what limited the run, and when a warm-up is over. The
 * package {@code run} fills these values; the commands and reports above read them.
 */
package io.evs.cli.bench.result;
