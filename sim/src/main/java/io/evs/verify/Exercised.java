package io.evs.verify;

/**
 * How much of the rules a run put to the test.
 *
 * @param rings different regular configurations installed
 * @param tails different transitional configurations with messages in them
 * @param gaps messages that such a tail left out although a later one was in it
 * @param safeInTails safe messages in such tails
 */
public record Exercised(int rings, int tails, int gaps, int safeInTails) {}
