/** {@code evs lock}. */
package io.evs.cli.lock;
