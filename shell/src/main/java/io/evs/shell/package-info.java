/** The interactive shell and the full-screen console of a ring. */
package io.evs.shell;
