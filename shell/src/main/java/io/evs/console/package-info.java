/**
 * The live console: a {@link io.evs.console.source.RingSource} is looked at again and again, {@link
 * io.evs.console.model.ConsoleModel} keeps what was seen, the pages draw it into a {@link
 * io.evs.console.drawing.TextGrid}, and {@link io.evs.console.Console} shows that in a terminal.
 * Everything between the source and the terminal is pure.
 */
package io.evs.console;
