/** The {@code evs} command. */
package io.evs.cli;
