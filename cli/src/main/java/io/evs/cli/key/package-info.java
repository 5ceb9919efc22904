/** {@code evs key}: the keys of a running ring, installed, put in use and retired. */
package io.evs.cli.key;
