/** {@code evs doctor}: whether a ring would suffer, and from what. */
package io.evs.cli.doctor;
