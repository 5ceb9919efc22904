package io.evs.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;

/**
 * Warns before the state folder is full, for no ring can form once its files cannot be written. One
 * thread at a time.
 */
public final class SpaceWatch {
  /** Far more than the two small files need, and little enough that a disk is about to be full. */
  static final long LEAST_BYTES = 1 << 20;

  /** How many bytes a user may still write there. */
  interface Space {
    long usable(Path folder) throws IOException;
  }

  private final Path folder;
  private final Space space;
  private final RateLog log;
  private String warned = "";

  public SpaceWatch(Path folder, Logger log) {
    this(folder, each -> Files.getFileStore(each).getUsableSpace(), log);
  }

  SpaceWatch(Path folder, Space space, Logger log) {
    this.folder = folder;
    this.space = space;
    this.log = new RateLog(log);
  }

  /** Looks, and says what there is to say; what cannot be asked is not warned of. */
  public void look(long nowNanos) {
    long left;
    try {
      left = space.usable(folder);
    } catch (IOException cannotTell) {
      return;
    }
    if (left < LEAST_BYTES) {
      warned =
          "the state folder "
              + folder
              + " has room for "
              + left / 1024
              + " kB only: make room, for no ring can form once it is full";
      log.warn(nowNanos, warned);
    } else if (!warned.isEmpty()) {
      log.over(warned, "the state folder " + folder + " has room again");
      warned = "";
    }
  }
}
