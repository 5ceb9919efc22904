/**
 * A state that all who share it have alike, as they apply the same commands in the same order:
 * {@link io.evs.state.ReplicatedState}. docs/building-on-evs.md says what it promises and what that
 * rests on.
 */
@NullMarked
package io.evs.state;

import org.jspecify.annotations.NullMarked;
