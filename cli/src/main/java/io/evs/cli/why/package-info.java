/** What nodes recorded: {@code evs why} and {@code evs dump}. */
package io.evs.cli.why;
