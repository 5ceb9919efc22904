/** Events, rings, nodes and numbers in few words. */
package io.evs.console.words;
