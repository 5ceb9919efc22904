/**
 * Locks that a daemon takes for its clients: both sides of the connection. A claim belongs to the
 * connection and ends with it.
 */
@NullMarked
package io.evs.ipc.lock;

import org.jspecify.annotations.NullMarked;
