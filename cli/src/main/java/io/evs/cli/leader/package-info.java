/** {@code evs leader}. */
package io.evs.cli.leader;
