/**
 * A state that is the same at all who share it, on the ordered stream alone and without I/O: the
 * participant, who has it, and how it gets to those who have it not. docs/protocol.md, "Replicated
 * state", says why it is the same.
 */
@NullMarked
package io.evs.state.replica;

import org.jspecify.annotations.NullMarked;
