package io.evs.ipc.socket;

import io.evs.EvsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a node serves its clients.
 *
 * @param socket path of the socket; at most 100 bytes
 * @param mode its permissions, octal such as {@code 0600}
 * @param uids users that may connect, besides root and the daemon's own; empty for whoever the mode
 *     lets in
 * @param gids groups whose members (by their primary group) may connect; as for users
 * @param adminUids users that may administer, besides root and the daemon's own
 * @param queueBytes receive queue of each handle
 */
public record IpcSettings(
    Path socket,
    String mode,
    List<Long> uids,
    List<Long> gids,
    List<Long> adminUids,
    long queueBytes) {
  /** Most clients at a time. */
  public static final int CLIENTS_MAX = 1000;

  /** Most handles of one client at a time. */
  public static final int HANDLES_MAX = 128;

  /** What a handle's receive queue holds unless another value is given. */
  public static final long DEFAULT_QUEUE_BYTES = 32L << 20;

  private static final int PATH_MAX_BYTES = 100;

  /** Copies the lists and checks. */
  public IpcSettings {
    uids = List.copyOf(uids);
    gids = List.copyOf(gids);
    adminUids = List.copyOf(adminUids);
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > PATH_MAX_BYTES) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "the path of socket " + socket + " has " + length + " bytes; use at most 100");
    }
    permissions(mode);
  }

  /** Only the owner may connect. */
  public static IpcSettings of(Path socket) {
    return new IpcSettings(socket, "0600", List.of(), List.of(), List.of(), DEFAULT_QUEUE_BYTES);
  }

  /** A sentence to warn with if the permissions of the socket let in whoever is on this machine. */
  public Optional<String> warning() {
    boolean openToAll =
        permissions().contains(PosixFilePermission.OTHERS_WRITE)
            && uids.isEmpty()
            && gids.isEmpty();
    return openToAll
        ? Optional.of(
            "ipc.mode "
                + mode
                + " lets every user of this machine use the node: list who may in ipc.uids or"
                + " ipc.gids")
        : Optional.empty();
  }

  Set<PosixFilePermission> permissions() {
    return permissions(mode);
  }

  private static Set<PosixFilePermission> permissions(String mode) {
    if (!mode.matches("0?[0-7]{3}")) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM, "mode \"" + mode + "\" is not octal, such as 0660");
    }
    int bits = Integer.parseInt(mode, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    // Declared from the owner's read to the others' execute, as the bits are from the left.
    for (PosixFilePermission each : PosixFilePermission.values()) {
      if ((bits >> (8 - each.ordinal()) & 1) != 0) {
        permissions.add(each);
      }
    }
    return permissions;
  }
}
