package io.evs.cli.verify;

import java.time.Duration;

/**
 * How much each member sends.
 *
 * @param messages number of messages; 0 if the duration limits them
 * @param duration time; zero if the number limits them
 */
record Load(long messages, Duration duration) {}
