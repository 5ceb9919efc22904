/** Everything that is known of a member, a group or an event of a live ring. */
package io.evs.console.live.detail;
