package io.evs.totem.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Node ids are unsigned: those from 2^31 on are above the others, not below them. */
class LargeIdsTest {
  private static final int LARGE = 0x8000_0001;
  private static final int LARGEST = -1;

  @Test
  void theyFormRingsLikeOthers() {
    TranscriptRing ring = new TranscriptRing();
    ring.start(1);
    ring.start(LARGE);
    ring.start(LARGEST);
    ring.untilInstalled(1, LARGE, LARGEST);
    ring.crash(1);
    ring.untilInstalled(LARGE, LARGEST);
    ring.start(1);
    ring.untilInstalled(1, LARGE, LARGEST);
    assertThat(ring.takeLines()).contains("TRANSITIONAL");
  }
}
