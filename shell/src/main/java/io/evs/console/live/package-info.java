/** A live ring as the console's source. */
package io.evs.console.live;
