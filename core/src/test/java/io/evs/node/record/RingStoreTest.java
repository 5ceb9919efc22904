package io.evs.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.ExpectsLog;
import io.evs.NodeId;
import io.evs.node.process.Moment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@ExpectsLog({"is damaged; starting from the clock", "no ring can form until then"})
class RingStoreTest {
  private static final long NOW = 1_700_000_000_123L;
  private static final long FLOOR = NOW * RingStore.FLOOR_PER_MILLI;
  private static final NodeId NODE = NodeId.of(4_000_000_000L);

  @TempDir Path dir;

  private RingStore open() {
    return RingStore.open(Optional.of(dir), NODE, () -> NOW, most -> 0);
  }

  private void put(String name, long value) throws Exception {
    Files.write(
        dir.resolve(name),
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private long get(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(dir.resolve(name));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  @Test
  void aFreshFolderStartsAtTheClock() throws Exception {
    try (RingStore store = open()) {
      assertThat(store.firstSequence()).isEqualTo(FLOOR + 1);
      assertThat(store.persistedUpTo()).isEqualTo(FLOOR + RingStore.BLOCK);
      assertThat(store.incarnation()).isEqualTo(NOW);
      assertThat(get("ringseq_4000000000")).isEqualTo(FLOOR + RingStore.BLOCK);
      assertThat(get("incarnation_4000000000")).isEqualTo(NOW);
    }
  }

  @Test
  void aRestartUsesNeitherSequenceNorIncarnationAgain() throws Exception {
    long reserved;
    try (RingStore store = open()) {
      CountDownLatch done = new CountDownLatch(1);
      store.reserve(store.firstSequence() + 5000, done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
      reserved = store.persistedUpTo();
      assertThat(reserved).isGreaterThanOrEqualTo(FLOOR + 5001);
    }
    try (RingStore again = open()) {
      assertThat(again.firstSequence()).isEqualTo(reserved + 1);
      assertThat(again.incarnation()).isEqualTo(NOW + 1);
    }
  }

  @Test
  void storedValuesCountEvenIfTheClockWentBack() throws Exception {
    put("ringseq_4000000000", FLOOR * 2);
    put("incarnation_4000000000", NOW * 2);
    try (RingStore store = open()) {
      assertThat(store.firstSequence()).isEqualTo(FLOOR * 2 + 1);
      assertThat(store.incarnation()).isEqualTo(NOW * 2 + 1);
    }
  }

  /** A machine without a clock of its own begins at 1970, or before. */
  @Test
  void aClockFromBefore1970IsNoNegativeStart() throws Exception {
    try (RingStore store = RingStore.open(Optional.of(dir), NODE, () -> -5_000, most -> 0)) {
      assertThat(store.firstSequence()).isPositive();
      assertThat(store.incarnation()).isEqualTo(1);
    }
    try (RingStore again = RingStore.open(Optional.of(dir), NODE, () -> -5_000, most -> 0)) {
      assertThat(again.incarnation()).isEqualTo(2);
    }
  }

  @Test
  void tornFilesStartAtTheClock() throws Exception {
    Files.write(dir.resolve("ringseq_4000000000"), new byte[] {1, 2, 3});
    put("incarnation_4000000000", -5);
    try (RingStore store = open()) {
      assertThat(store.firstSequence()).isEqualTo(FLOOR + 1);
      assertThat(store.incarnation()).isEqualTo(NOW);
    }
  }

  /** FIELD-24: a machine that was copied, folder and all. */
  @Test
  void nodesWithCopiesOfOneFolderBeginApart(@TempDir Path copy) throws Exception {
    open().close();
    for (String name : List.of("ringseq_4000000000", "incarnation_4000000000")) {
      Files.copy(dir.resolve(name), copy.resolve(name));
    }
    try (RingStore one = RingStore.open(Optional.of(dir), NODE, () -> NOW, most -> 17);
        RingStore other = RingStore.open(Optional.of(copy), NODE, () -> NOW, most -> most - 1)) {
      assertThat(one.firstSequence()).isEqualTo(FLOOR + RingStore.BLOCK + 18);
      assertThat(other.firstSequence()).isEqualTo(FLOOR + RingStore.BLOCK + RingStore.SPREAD);
      assertThat(one.persistedUpTo()).isEqualTo(one.firstSequence() - 1 + RingStore.BLOCK);
    }
  }

  /** Issue 13: only the log had it. */
  @Test
  void aStatusHasWhatCannotBeWrittenUntilItCan() throws Exception {
    try (RingStore store = open()) {
      Path elsewhere = dir.resolveSibling(dir.getFileName() + "-moved");
      Files.move(dir, elsewhere);
      CountDownLatch done = new CountDownLatch(1);
      store.reserve(store.firstSequence() + 5000, done::countDown);
      Awaitility.await().until(() -> !store.standing().sentences(Moment.now()).isEmpty());
      assertThat(store.standing().sentences(Moment.now()))
          .singleElement()
          .asString()
          .startsWith("cannot write " + dir.resolve("ringseq_4000000000"))
          .contains("no ring can form until then (for ");
      Files.move(elsewhere, dir);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(store.standing().sentences(Moment.now())).isEmpty();
    }
  }

  @Test
  void reservesInBlocksAndOnlyWhenNeeded() throws Exception {
    try (RingStore store = open()) {
      CountDownLatch done = new CountDownLatch(1);
      store.reserve(store.persistedUpTo(), done::countDown);
      assertThat(done.getCount()).isEqualTo(1);
      long wanted = store.persistedUpTo() + 1;
      store.reserve(wanted, done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(store.persistedUpTo()).isEqualTo(wanted + RingStore.BLOCK);
      assertThat(get("ringseq_4000000000")).isEqualTo(wanted + RingStore.BLOCK);
    }
  }

  @Test
  void aHugeSequenceDoesNotOverflow() throws Exception {
    try (RingStore store = open()) {
      CountDownLatch done = new CountDownLatch(1);
      store.reserve(Long.MAX_VALUE - 1, done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(store.persistedUpTo()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void withoutAFolderItStartsAtTheClockAndStoresNothing() throws Exception {
    try (RingStore store = RingStore.open(Optional.empty(), NODE, () -> NOW, most -> 0)) {
      assertThat(store.firstSequence()).isEqualTo(FLOOR + 1);
      CountDownLatch done = new CountDownLatch(1);
      store.reserve(FLOOR * 2, done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsNamed() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> RingStore.open(Optional.of(file), NODE, () -> NOW, most -> 0))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> {
              assertThat(error.code()).isEqualTo(EvsException.Code.ACCESS);
              assertThat(error.getMessage()).contains(file.toString(), "state_dir");
            });
  }

  /** FIELD-23, SEC-L2: eight bytes of rubbish, and a link in the place of the file to come. */
  @Test
  void numbersThatNothingCanHaveReachedCountAsDamaged(@TempDir Path dir) throws Exception {
    NodeId node = new NodeId(1);
    long clock = 1_700_000_000_000L;
    for (long value : new long[] {Long.MAX_VALUE, 1L << 61, 1L << 52, 1L << 60}) {
      for (String name : new String[] {"ringseq_1", "incarnation_1"}) {
        java.nio.ByteBuffer bytes =
            java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        java.nio.file.Files.write(dir.resolve(name), bytes.putLong(value).array());
      }
      try (RingStore store = RingStore.open(Optional.of(dir), node, () -> clock, most -> 0)) {
        assertThat(store.firstSequence()).isEqualTo(clock * RingStore.FLOOR_PER_MILLI + 1);
        assertThat(store.incarnation()).isEqualTo(clock);
      }
    }
    Path victim = java.nio.file.Files.writeString(dir.resolve("victim"), "kept");
    java.nio.file.Files.createSymbolicLink(dir.resolve("ringseq_1.new"), victim);
    RingStore.open(Optional.of(dir), node, () -> clock, most -> 0).close();
    assertThat(victim).hasContent("kept");
  }

  /** FIELD-23: "the folder cannot be used (it is a folder): make it a folder" named no file. */
  @Test
  void aFolderInThePlaceOfAFileIsNamed(@TempDir Path dir) throws Exception {
    Path file = java.nio.file.Files.createDirectory(dir.resolve("ringseq_1"));
    assertThatThrownBy(
            () -> RingStore.open(Optional.of(dir), new NodeId(1), () -> 1_000L, most -> 0))
        .hasMessageStartingWith(file + " is a folder and should be a file: remove it");
  }
}
