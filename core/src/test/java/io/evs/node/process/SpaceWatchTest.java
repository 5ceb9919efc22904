package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** FIELD-27: a node warns before its state folder is full. */
class SpaceWatchTest {
  private final List<String> lines = new ArrayList<>();
  private long left = 50L << 20;
  private boolean cannotTell;

  private final StandingFaults standing = new StandingFaults();
  private final SpaceWatch watch =
      new SpaceWatch(Path.of("/var/lib/evs"), this::usable, LogLines.into(lines), standing);

  private static Moment at(long seconds) {
    return new Moment(Instant.EPOCH.plusSeconds(seconds), TimeUnit.SECONDS.toNanos(seconds));
  }

  private long usable(Path folder) throws IOException {
    if (cannotTell) {
      throw new IOException("gone");
    }
    return left;
  }

  @Test
  void littleRoomIsWarnedOfOnceAndItsEndIsSaid() {
    watch.look(at(0));
    assertThat(lines).isEmpty();
    left = SpaceWatch.LEAST_BYTES - 1;
    watch.look(at(1));
    watch.look(at(2));
    // Issue 13: only the log had it, and not since when.
    assertThat(standing.sentences(at(241)))
        .containsExactly(
            "the state folder /var/lib/evs has room for 1023 kB only: make room, for no ring can"
                + " form once it is full (for 4 min already)");
    left = SpaceWatch.LEAST_BYTES;
    watch.look(at(3));
    assertThat(lines)
        .containsExactly(
            "warn: the state folder /var/lib/evs has room for 1023 kB only: make room, for no ring"
                + " can form once it is full",
            "info: the state folder /var/lib/evs has room again (and 1 line like this)");
    assertThat(standing.sentences(at(242))).isEmpty();
  }

  @Test
  void whatCannotBeAskedIsNotWarnedOf() {
    cannotTell = true;
    watch.look(at(0));
    assertThat(lines).isEmpty();
  }
}
