package io.evs.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the folder into which Netty unpacks its native library: one that may be written, and from
 * which programs may run, which the temporary folder of a hardened host is not.
 */
final class NativeFolder {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;
  private static final int MOUNT_OPTIONS = 5;

  private final List<String> mounts;

  /** A search among these lines of mountinfo. */
  NativeFolder(List<String> mounts) {
    this.mounts = List.copyOf(mounts);
  }

  /** A search on this machine; where the system says nothing of mounts, every folder is good. */
  static NativeFolder ofThisMachine() {
    try {
      return new NativeFolder(Files.readAllLines(MOUNTS));
    } catch (IOException notLinux) {
      return new NativeFolder(List.of());
    }
  }

  /** Folders that come in question, best first: temporary ones, then those of a service or user. */
  static List<Path> candidates(String temporary, Map<String, String> environment, String home) {
    List<Path> folders = new ArrayList<>();
    folders.add(Path.of(temporary));
    for (String name :
        List.of("TMPDIR", "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY")) {
      // systemd separates several by colons.
      for (String each : environment.getOrDefault(name, "").split(":")) {
        if (each.startsWith("/")) {
          folders.add(Path.of(each));
        }
      }
    }
    folders.add(Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", temporary)));
    folders.add(Path.of(home));
    return folders;
  }

  /** The first of these that will do. */
  Optional<Path> choose(List<Path> folders) {
    return folders.stream().filter(each -> against(each).isEmpty()).findFirst();
  }

  /** Why a folder will not do, for people; empty if it will. */
  Optional<String> against(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of(folder + " does not exist");
    }
    if (!Files.isWritable(folder)) {
      return Optional.of(folder + " cannot be written");
    }
    return isNoExec(folder)
        ? Optional.of("no program may run from " + folder + " (mounted noexec)")
        : Optional.empty();
  }

  private boolean isNoExec(Path folder) {
    Path real;
    try {
      real = folder.toRealPath();
    } catch (IOException gone) {
      return true;
    }
    int longest = -1;
    boolean noExec = false;
    for (String line : mounts) {
      String[] words = line.split(" ");
      if (words.length <= MOUNT_OPTIONS) {
        continue;
      }
      Path point = Path.of(unescaped(words[MOUNT_POINT]));
      // What was mounted later lies above what was mounted before at the same place.
      if (real.startsWith(point) && point.getNameCount() >= longest) {
        longest = point.getNameCount();
        noExec = List.of(words[MOUNT_OPTIONS].split(",")).contains("noexec");
      }
    }
    return noExec;
  }

  private static String unescaped(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
