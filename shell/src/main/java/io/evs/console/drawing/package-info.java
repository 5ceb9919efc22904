/** Pictures of characters, and what they are made of. */
package io.evs.console.drawing;
