/** {@code evs demo}: a ring to look around in. */
package io.evs.cli.demo;
