/**
 * Locks that all members of a ring share, on the ordered stream: {@link io.evs.lock.Locks}.
 * docs/building-on-evs.md says what they promise and what that rests on.
 */
@NullMarked
package io.evs.lock;

import org.jspecify.annotations.NullMarked;
