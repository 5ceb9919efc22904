/** The console on a screen of characters: keys in, pictures out. */
package io.evs.console.screen;
