package io.evs.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;

/**
 * Warns before the state folder is full, for no ring can form once its files cannot be written. Any
 * thread that may wait for the disk.
 */
public final class SpaceWatch {
  /** Far more than the two small files need, and little enough that a disk is about to be full. */
  static final long LEAST_BYTES = 1 << 20;

  private static final String KIND = "space";

  /** How many bytes a user may still write there. */
  interface Space {
    long usable(Path folder) throws IOException;
  }

  private final Path folder;
  private final Space space;
  private final RateLog log;
  private final StandingFaults standing;
  private String warned = "";

  /**
   * Has not looked yet.
   *
   * @param standing is told as long as the folder has little room
   */
  public SpaceWatch(Path folder, Logger log, StandingFaults standing) {
    this(folder, each -> Files.getFileStore(each).getUsableSpace(), log, standing);
  }

  SpaceWatch(Path folder, Space space, Logger log, StandingFaults standing) {
    this.folder = folder;
    this.space = space;
    this.log = new RateLog(log);
    this.standing = standing;
  }

  /** Looks, and says what there is to say; what cannot be asked is not warned of. */
  public synchronized void look(Moment now) {
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
      log.warn(now.nanos(), warned);
      standing.stands(KIND, warned, now);
    } else if (!warned.isEmpty()) {
      log.over(warned, "the state folder " + folder + " has room again");
      warned = "";
      standing.over(KIND);
    }
  }
}
