/**
 * The live console: a {@link io.evs.console.RingSource} is looked at again and again, {@link
 * io.evs.console.ConsoleModel} keeps what was seen, views draw it into a {@link
 * io.evs.console.TextGrid}, and {@link io.evs.console.Console} shows that in a terminal. Everything
 * between the source and the terminal is pure.
 */
package io.evs.console;
