/** {@code evs barrier}. */
package io.evs.cli.barrier;
