/** {@code evs simulate}: rings in virtual time, many seeds at once. */
package io.evs.cli.simulate;
