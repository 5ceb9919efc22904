package io.evs.ipc.socket;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether nobody but root and this process's user can change what the names on the way to a socket
 * mean. The permissions of a socket are set by its name: who may put a link there has them set on
 * any file of this user. Any thread.
 */
public final class SocketFolder {
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;
  private static final int NOBODY = 65534;
  private static final Path USERS_HERE = Path.of("/proc/self/uid_map");

  private final long own;
  private final Set<Long> trusted = new HashSet<>();

  SocketFolder(long own) {
    this.own = own;
    trusted.add(0L);
    trusted.add(own);
    if (isInContainer()) {
      // Users of the machine who have no number here, root among them, are all nobody.
      trusted.add((long) NOBODY);
    }
  }

  private static boolean isInContainer() {
    try {
      List<String> ranges = Files.readAllLines(USERS_HERE);
      return ranges.size() != 1 || !ranges.get(0).trim().matches("0\\s+0\\s+4294967295");
    } catch (IOException notLinux) {
      return false;
    }
  }

  /**
   * Looks at a folder and all that it is in.
   *
   * @throws EvsException ACCESS with one sentence if others can put something in the socket's place
   * @throws IOException if the folder cannot be looked at
   */
  void check(Path folder) throws IOException {
    if (own < 0) {
      return;
    }
    for (Path each = folder.toRealPath(); each != null; each = each.getParent()) {
      Optional<String> objection = objection(each);
      if (objection.isPresent()) {
        throw new EvsException(
            EvsException.Code.ACCESS,
            "folder "
                + each
                + " "
                + objection.get()
                + ": others could put something else in the socket's place; choose an ipc.socket in"
                + " a folder of this user or of root");
      }
    }
  }

  private Optional<String> objection(Path folder) throws IOException {
    if (!trusted.contains(SocketFile.owner(folder))) {
      return Optional.of("belongs to " + SocketFile.ownerName(folder));
    }
    int mode = number(folder, "mode");
    boolean sticky = (mode & STICKY) != 0;
    // A user's own group is often the user alone, but no group is root alone but root's.
    boolean byGroup = own == 0 && (mode & GROUP_WRITE) != 0 && number(folder, "gid") != 0;
    if (!sticky && (byGroup || (mode & OTHERS_WRITE) != 0)) {
      return Optional.of("can be written by " + (byGroup ? "its group" : "everybody"));
    }
    return Optional.empty();
  }

  private static int number(Path folder, String attribute) throws IOException {
    return ((Number) Files.getAttribute(folder, "unix:" + attribute)).intValue();
  }

  /**
   * In a folder where everybody may make files, such as /tmp, anybody can be first to serve a name.
   *
   * @throws EvsException ACCESS if a socket in such a folder is another user's
   */
  public static void refuseImpostor(Path socket) {
    Path folder = socket.toAbsolutePath().getParent();
    try {
      if (Files.getAttribute(folder, "unix:mode") instanceof Integer mode
          && (mode & OTHERS_WRITE) != 0) {
        long owner = SocketFile.owner(socket);
        if (owner > 0 && owner != SocketFile.ownUid()) {
          throw new EvsException(
              EvsException.Code.ACCESS,
              socket
                  + " belongs to "
                  + SocketFile.ownerName(socket)
                  + " and is in a folder that everybody may write: put the socket of a node into a"
                  + " folder of its own");
        }
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException noSuchThing) {
      // There is no folder, or no such attribute on this system: connecting tells.
    }
  }
}
