/**
 * Which configurations are primary: what members tell of their votes, and the rules. Without I/O,
 * and by nothing but what all members told.
 */
package io.evs.quorum;
