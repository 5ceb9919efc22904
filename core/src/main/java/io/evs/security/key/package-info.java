/**
 * Keys of a ring: made, derived from passphrases, read from files that others may not read, and
 * kept in a folder with their state. The envelope asks a {@link KeyRing} which key it seals with;
 * commands and the agents of a rotation change it.
 */
package io.evs.security.key;
