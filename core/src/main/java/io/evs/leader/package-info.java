/**
 * One leader among all who stand for a name on a ring: {@link io.evs.leader.Leader}.
 * docs/building-on-evs.md says what it promises and what that rests on.
 */
@NullMarked
package io.evs.leader;

import org.jspecify.annotations.NullMarked;
