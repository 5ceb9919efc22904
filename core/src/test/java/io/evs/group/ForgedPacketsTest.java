package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.Held;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Octets;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.PacketCodec;
import io.evs.totem.wire.PacketImage.HeaderImage;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.Trailer;
import io.evs.totem.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed packets with one field that no honest member writes; each test is a found bug. */
class ForgedPacketsTest {
  private final TestRing ring = new TestRing(3);

  @BeforeEach
  void form() {
    ring.hostile = true;
    ring.form();
  }

  private static byte[] join(int sender, long ringSeq, List<Integer> failed, long incarnation) {
    byte[] trailer = new byte[Trailer.LENGTH];
    new Trailer(0, incarnation, Trailer.hashOf("test"), 1500, 80).write(trailer, 0);
    HeaderImage header = new HeaderImage(0, sender, 0);
    return PacketCodec.encode(
        new JoinImage(header, sender, ringSeq, List.of(sender), failed, Octets.of(trailer)));
  }

  private void formsAgain(int count) {
    long later = ring.now + 20_000 * MS;
    ring.at(later, () -> {});
    ring.until("time", 21_000 * MS, () -> ring.now >= later);
    ring.until("one ring again", 60_000 * MS, () -> ring.isOneRingOf(count));
  }

  @Test
  void laterIncarnationDoesNotExcludeANodeForGood() {
    ring.node(1).receive(join(2, 1000, List.of(), Long.MAX_VALUE));
    formsAgain(3);
  }

  @Test
  void largestRingSequenceDoesNotKeepMembersApart() {
    for (int i = 0; i < 5; i++) {
      ring.node(1).receive(join(9, WireLimits.RING_SEQUENCE_MAX - i, List.of(), 1));
      formsAgain(3);
    }
    long sequence = ring.node(2).member.configuration().ring().sequence();
    assertThat(sequence).isLessThan(WireLimits.RING_SEQUENCE_MAX / 2 + (1L << 40));
  }

  /** Lists were kept of whoever announced some, for as long as a Gather can be made to last. */
  @Test
  void joinsOfEverNewSendersDoNotPileUp() {
    for (int i = 0; i < 5000; i++) {
      ring.node(1).receive(join(1000 + i, 1000, List.of(), 1));
    }
    Held.check(ring.node(1).member.totem());
    formsAgain(3);
  }

  @Test
  void failedListsOfStrangersDoNotPileUp() {
    for (int i = 0; i < 20; i++) {
      int from = 1000 + 384 * i;
      List<Integer> failed = IntStream.range(from, from + 384).boxed().toList();
      ring.node(1).receive(join(2, 1000, failed, 1));
      Held.check(ring.node(1).member.totem());
    }
    formsAgain(3);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.SECONDS)
  void commitTokenWithAnAruFarBackDoesNotOccupyTheMember() {
    ring.node(1).member.submit(ring.now, 1, false, List.of(CHAT), new byte[10]);
    ring.node(3).dead = true;
    ring.heard.clear();
    ring.until("second half of the first rotation", 3000 * MS, () -> lastCommitTokenOf2() != null);
    byte[] forged = lastCommitTokenOf2().clone();
    int at = CommitTokenPacket.entry(forged, 1);
    Bytes.putInt(forged, at + 12, Integer.MIN_VALUE + 100);
    Bytes.putInt(forged, at + 20, 0);
    ring.node(1).receive(forged);
    assertThat(ring.node(1).member.state()).isEqualTo("RECOVERY");
    ring.until("ring of two", 3000 * MS, () -> ring.isOneRingOf(2));
  }

  private byte[] lastCommitTokenOf2() {
    byte[] found = null;
    for (byte[] packet : ring.heard) {
      if (Header.type(packet) == Header.COMMIT_TOKEN && Header.nodeId(packet) == 2) {
        found = packet;
      }
    }
    return found;
  }

  /** A token on its way, with a field changed, arrives before the true one. */
  private void forgeToken(int offset, int value) {
    ring.node(1).member.submit(ring.now, 1, false, List.of(CHAT), new byte[10]);
    ring.heard.clear();
    ring.until("a token to 2", 1000 * MS, () -> !ring.heard.isEmpty() && isTokenOf1());
    byte[] token = ring.heard.getLast().clone();
    int high = ring.node(1).member.totem().highSeq();
    ring.until("its message at 2", MS, () -> ring.node(2).member.totem().highSeq() == high);
    Bytes.putInt(token, offset, value);
    ring.node(2).receive(token);
  }

  private boolean isTokenOf1() {
    byte[] last = ring.heard.getLast();
    return Header.type(last) == Header.ORF_TOKEN && Header.nodeId(last) == 1;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        OrfToken.ARU_ADDR,
        OrfToken.ARU,
        OrfToken.SEQ,
        OrfToken.FCC,
        OrfToken.BACKLOG,
        OrfToken.RETRANS_FLG
      })
  void damagedTokenDoesNotStopTheRingForGood(int offset) {
    for (int value : new int[] {0, 1, 99, 1000, 1 << 30, Integer.MAX_VALUE, -1}) {
      forgeToken(offset, value);
      formsAgain(3);
      ring.nodes.values().forEach(node -> node.messages.clear());
      ring.node(3).member.submit(ring.now, 1, true, List.of(CHAT), new byte[500]);
      ring.until(
          "safe delivery after " + value,
          5_000 * MS,
          () -> ring.nodes.values().stream().noneMatch(node -> node.messages.isEmpty()));
    }
  }

  @Test
  void groupNameThatIsNoUtf8IsNoGroup() {
    // Decodes to one replacement character, which has three bytes too.
    byte[] cut = {(byte) 0xf0, (byte) 0x9f, (byte) 0x98};
    assertThat(ServiceMessage.readGroup(cut, 0, 3, 3)).isNull();
    byte[] good = "\u20ac".getBytes(StandardCharsets.UTF_8);
    assertThat(ServiceMessage.readGroup(good, 0, 3, 3)).hasToString("\u20ac");
  }
}
