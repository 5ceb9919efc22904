/** The commands that show the configuration, and where each value is from. */
package io.evs.cli.config.show;
