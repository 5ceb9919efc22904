package io.evs.ipc;

import java.nio.file.attribute.UserPrincipal;

/**
 * Who is on the other side of a connection, by what the kernel says of it.
 *
 * @param user the user of the process that connected
 * @param administers whether it may use the node's own groups, and what is kept back of every
 *     resource: root, the daemon's own user, and those of {@code ipc.admin_uids}
 */
record Peer(UserPrincipal user, boolean administers) {}
