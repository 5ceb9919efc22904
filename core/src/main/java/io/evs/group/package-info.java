/**
 * Groups and their membership over the ordered stream, and the door of the whole member without
 * I/O: {@link io.evs.group.Member} is ring, packing and groups together.
 */
package io.evs.group;
