/** {@code evs console}: the full-screen view of a live or simulated ring. */
package io.evs.cli.console;
