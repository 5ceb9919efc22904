/**
 * Points that all of several processes must reach before any goes on: {@link
 * io.evs.barrier.Barrier}. docs/building-on-evs.md says what it promises and what that rests on.
 */
@NullMarked
package io.evs.barrier;

import org.jspecify.annotations.NullMarked;
