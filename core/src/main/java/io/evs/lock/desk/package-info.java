/**
 * Where {@link io.evs.lock.Locks} asks: a participant of this process, or that of a daemon.
 * Internal.
 */
@NullMarked
package io.evs.lock.desk;

import org.jspecify.annotations.NullMarked;
