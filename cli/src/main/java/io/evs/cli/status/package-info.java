/** {@code evs status} and {@code evs members}: what a running node knows of itself and its ring. */
package io.evs.cli.status;
