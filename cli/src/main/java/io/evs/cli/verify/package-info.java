/**
 * {@code evs verify}: whether what was delivered keeps the promises, of recorded traces or of a
 * ring that is put to work for it.
 */
package io.evs.cli.verify;
