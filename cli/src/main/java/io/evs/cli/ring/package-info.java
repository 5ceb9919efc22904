/** Members of rings as the commands see them, and the few kinds of ring that commands start. */
package io.evs.cli.ring;
