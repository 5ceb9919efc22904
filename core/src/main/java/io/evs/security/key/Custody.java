package io.evs.security.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In whose hands files are: whether only root, the user of this process and groups of this process
 * can read them, and nobody else can change them. A mounted secret of Kubernetes (root, mode 0440,
 * the group of the service) and a credential of systemd are so. Any thread.
 */
class Custody {
  private static final int ROOT = 0;
  private static final int GROUP_READ = 0040;
  private static final int GROUP_WRITE = 0020;
  private static final int GROUP = 0070;
  private static final int OTHERS = 0007;
  private static final int PERMISSIONS = 0777;
  private static final Path SELF = Path.of("/proc/self/status");

  private final Set<Integer> users;
  private final Set<Integer> groups;

  /** For a process of that user, with those groups. */
  Custody(int user, Set<Integer> groups) {
    this(List.of(ROOT, user), groups);
  }

  private Custody(Iterable<Integer> users, Set<Integer> groups) {
    this.users = new HashSet<>();
    users.forEach(this.users::add);
    this.groups = new HashSet<>(groups);
    // Who is in root's group is as good as root.
    this.groups.add(ROOT);
  }

  /** For this process. */
  static Custody ofProcess() throws IOException {
    Set<Integer> groups = new HashSet<>();
    if (!Files.exists(SELF)) {
      return new Custody(number(Path.of(System.getProperty("user.home")), "uid"), groups);
    }
    int user = ROOT;
    for (String line : Files.readAllLines(SELF)) {
      String[] words = line.trim().split("\\s+");
      switch (words[0]) {
        case "Uid:" -> user = Integer.parseUnsignedInt(words[2]);
        case "Gid:" -> groups.add(Integer.parseUnsignedInt(words[2]));
        case "Groups:" -> {
          for (int i = 1; i < words.length; i++) {
            groups.add(Integer.parseUnsignedInt(words[i]));
          }
        }
        default -> {}
      }
    }
    return new Custody(user, groups);
  }

  /** The same, where root works in a folder of another user: with that user's files as well. */
  Custody in(Path folder) throws IOException {
    if (users.size() > 1) {
      return this;
    }
    Set<Integer> more = new HashSet<>(users);
    more.add(number(folder, "uid"));
    return new Custody(more, groups);
  }

  /**
   * What is wrong with a file or folder, as the rest of a sentence that begins with its name; empty
   * if nothing is. Links are followed.
   */
  Optional<String> objection(Path file) throws IOException {
    if (!users.contains(number(file, "uid"))) {
      return Optional.of(
          "belongs to "
              + Files.getOwner(file).getName()
              + ": run `chown` to give it to the user that runs evs");
    }
    int mode = number(file, "mode") & PERMISSIONS;
    boolean folder = Files.isDirectory(file);
    String hint = "run `chmod " + (folder ? "700 " : "400 ") + file + "`";
    if ((mode & OTHERS) != 0 || (mode & GROUP_WRITE) != 0 || (!folder && isRun(mode))) {
      return Optional.of("is open to others (" + text(mode) + "): " + hint);
    }
    if ((mode & GROUP) != 0 && !groups.contains(number(file, "gid"))) {
      return Optional.of(
          "is open to a group that this process is not in (" + text(mode) + "): " + hint);
    }
    return Optional.empty();
  }

  private static boolean isRun(int mode) {
    return (mode & GROUP & ~GROUP_READ & ~GROUP_WRITE) != 0;
  }

  private static String text(int mode) {
    Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
    // Declared from the owner's read to the others' execute, as the bits are from the left.
    for (PosixFilePermission each : PosixFilePermission.values()) {
      if ((mode >> (8 - each.ordinal()) & 1) != 0) {
        granted.add(each);
      }
    }
    return PosixFilePermissions.toString(granted);
  }

  private static int number(Path file, String attribute) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:" + attribute)).intValue();
  }

  /** What changes when a file is replaced, by a link too, or written. */
  static Map<String, Object> state(Path file) throws IOException {
    return Map.copyOf(
        Files.readAttributes(
            file, "unix:dev,ino,size,ctime,mode,uid,gid", LinkOption.NOFOLLOW_LINKS));
  }

  /** Gives a file that root has made the owner and group of another one. */
  static void asOf(Path model, Path file) throws IOException {
    int owner = number(model, "uid");
    if (number(file, "uid") == ROOT && owner != ROOT) {
      Files.setAttribute(file, "unix:gid", number(model, "gid"), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
