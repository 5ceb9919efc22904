package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FIELD-27: a node warns before its state folder is full. */
class SpaceWatchTest {
  private final List<String> lines = new ArrayList<>();
  private long left = 50L << 20;
  private boolean cannotTell;

  private final SpaceWatch watch =
      new SpaceWatch(Path.of("/var/lib/evs"), this::usable, LogLines.into(lines));

  private long usable(Path folder) throws IOException {
    if (cannotTell) {
      throw new IOException("gone");
    }
    return left;
  }

  @Test
  void littleRoomIsWarnedOfOnceAndItsEndIsSaid() {
    watch.look(0);
    assertThat(lines).isEmpty();
    left = SpaceWatch.LEAST_BYTES - 1;
    watch.look(1);
    watch.look(2);
    left = SpaceWatch.LEAST_BYTES;
    watch.look(3);
    assertThat(lines)
        .containsExactly(
            "warn: the state folder /var/lib/evs has room for 1023 kB only: make room, for no ring"
                + " can form once it is full",
            "info: the state folder /var/lib/evs has room again (and 1 line like this)");
  }

  @Test
  void whatCannotBeAskedIsNotWarnedOf() {
    cannotTell = true;
    watch.look(0);
    assertThat(lines).isEmpty();
  }
}
