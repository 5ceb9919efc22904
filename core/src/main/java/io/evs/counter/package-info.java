/**
 * Numbers that all members of a ring have alike: {@link io.evs.counter.Counter}.
 * docs/building-on-evs.md says what they promise and what that rests on.
 */
@NullMarked
package io.evs.counter;

import org.jspecify.annotations.NullMarked;
