package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.Group;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.pack.PackFormat;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Octets;
import io.evs.totem.wire.PacketCodec;
import io.evs.totem.wire.PacketImage.HeaderImage;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.Trailer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one node, honest or not, can make others keep or report. */
class BoundsTest {
  private static TestRing formed(int count) {
    TestRing ring = new TestRing(count);
    ring.hostile = true;
    ring.form();
    return ring;
  }

  private static byte[] joinOf(int sender, long incarnation) {
    byte[] trailer = new byte[Trailer.LENGTH];
    new Trailer(0, incarnation, Trailer.hashOf("test"), 1500, 80).write(trailer, 0);
    return PacketCodec.encode(
        new JoinImage(
            new HeaderImage(0, sender, 0),
            sender,
            1,
            List.of(sender),
            List.of(),
            Octets.of(trailer)));
  }

  @Test
  void duplicateNodeIdIsReportedOnceASecond() {
    TestRing ring = formed(2);
    TestRing.Node node = ring.node(1);
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 100; i++) {
        node.receive(joinOf(1, 77));
      }
      assertThat(node.duplicates).isEqualTo(second + 1);
      long later = ring.now + 1000 * MS;
      ring.at(later, () -> {});
      ring.until("time", 1001 * MS, () -> ring.now >= later);
    }
    assertThat(node.member.counters()).containsEntry("duplicate_node_id", 300L);
  }

  private static byte[] mcast(int sender, RingId ring, int seq, int length, int encapsulated) {
    byte[] packet = new byte[length];
    McastPacket.write(packet, encapsulated, sender, seq, 1, ring, false);
    return packet;
  }

  @Test
  void packetsLongerThanTheRingsAreNotKept() {
    TestRing ring = formed(2);
    TestRing.Node node = ring.node(1);
    RingId id = node.member.configuration().ring();
    int seq = node.member.totem().highSeq();
    node.receive(mcast(2, id, seq + 2, 1501, Header.PLAIN));
    assertThat(node.member.totem().highSeq()).isEqualTo(seq);
    assertThat(node.member.counters()).containsEntry("packets_implausible", 1L);
    node.receive(mcast(2, id, seq + 3, 1500, Header.PLAIN));
    assertThat(node.member.totem().highSeq()).isEqualTo(seq + 3);
  }

  @Test
  void memberWithASmallPacketSizeTakesWhatOthersRecoverWithALargerOne() {
    TestRing ring = new TestRing(3, id -> id == 3 ? 600 : 1500);
    ring.node(3).dead = true;
    ring.node(1).member.start(0);
    ring.node(2).member.start(0);
    ring.until("ring of two", 3000 * MS, () -> ring.isOneRingOf(2));
    // What the second sends from now on reaches nobody until it is recovered.
    ring.node(1).deaf = true;
    ring.node(2).member.submit(ring.now, 1, false, List.of(CHAT), new byte[20_000]);
    long later = ring.now + 20 * MS;
    ring.at(later, () -> {});
    ring.until("sent", 21 * MS, () -> ring.now >= later);
    ring.node(3).dead = false;
    ring.node(3).member.start(ring.now);
    ring.until("commit", 1000 * MS, () -> ring.node(1).member.state().equals("COMMIT"));
    ring.node(1).deaf = false;
    ring.until("ring of three", 10_000 * MS, () -> ring.isOneRingOf(3));
    ring.until("delivery", 1000 * MS, () -> ring.node(1).messages.contains("2:1:20000"));
    ring.node(1).member.submit(ring.now, 1, true, List.of(CHAT), new byte[5000]);
    ring.until("delivery", 1000 * MS, () -> ring.node(3).messages.contains("1:1:5000"));
    assertThat(ring.node(3).member.counters()).containsEntry("packets_implausible", 0L);
  }

  @Test
  void nodeWithTheMostMembershipsStillSynchronizes() {
    TestRing ring = formed(3);
    Member member = ring.node(1).member;
    for (int i = 0; i < Member.MEMBERSHIPS_MAX; i++) {
      assertThat(member.joinGroup(ring.now, i, longName(i))).isTrue();
    }
    assertThatThrownBy(() -> member.joinGroup(ring.now, 1, CHAT))
        .isInstanceOfSatisfying(
            EvsException.class, e -> assertThat(e.code()).isEqualTo(EvsException.Code.NO_RESOURCES))
        .hasMessageContaining("4096");
    assertThat(member.joinGroup(ring.now, 1, longName(1))).as("joined already").isTrue();
    ring.until(
        "all joined",
        60_000 * MS,
        () -> ring.node(2).member.groups().size() == Member.MEMBERSHIPS_MAX);
    ring.node(3).dead = true;
    ring.until("ring of two", 10_000 * MS, () -> ring.isOneRingOf(2));
    assertThat(ring.node(2).member.groups()).hasSize(Member.MEMBERSHIPS_MAX);
    member.leaveGroup(ring.now, 1, longName(1));
    member.processDown(ring.now, 2);
    assertThat(member.joinGroup(ring.now, 5, CHAT)).isTrue();
    assertThat(member.joinGroup(ring.now, 6, CHAT)).isTrue();
    assertThatThrownBy(() -> member.joinGroup(ring.now, 7, CHAT)).isInstanceOf(EvsException.class);
    ring.until(
        "changed",
        1000 * MS,
        () -> ring.node(2).member.groups().getOrDefault(CHAT, List.of()).size() == 2);
    assertThat(ring.node(2).member.groups()).hasSize(Member.MEMBERSHIPS_MAX - 1);
  }

  private static Group longName(int i) {
    return new Group(String.format("%032d", i));
  }

  @Test
  void joinsAndLeavesWaitForRoomInTheQueue() {
    TestRing ring = new TestRing(1);
    Member member = ring.node(1).member;
    int accepted = 0;
    // No ring yet: nothing leaves the queue.
    while (member.joinGroup(0, 1, CHAT) && member.leaveGroup(0, 1, CHAT)) {
      accepted++;
      assertThat(member.queuedBytes()).isLessThanOrEqualTo(4 << 20);
    }
    assertThat(accepted).isGreaterThan(10_000);
    ring.form();
    ring.until("empty", 60_000 * MS, () -> member.queuedBytes() == 0);
    assertThat(member.joinGroup(ring.now, 1, CHAT)).isTrue();
    ring.until("joined", 1000 * MS, () -> member.groups().containsKey(CHAT));
  }

  /** A message of the group layer in order, as from this sender. */
  private static void deliver(TestRing.Node node, int sender, byte[] body) {
    int header = PackFormat.LENGTHS + 2;
    byte[] pack = new byte[header + PackFormat.groupHeaderLength() + body.length];
    Bytes.putShort(pack, PackFormat.MSG_COUNT, 1);
    Bytes.putShort(pack, PackFormat.LENGTHS, pack.length - header);
    int at = PackFormat.writeGroupHeader(pack, header);
    System.arraycopy(body, 0, pack, at, body.length);
    RingId ring = node.member.configuration().ring();
    node.member.unpacker.packet(sender, ring, 1, false, pack, 0, pack.length);
  }

  @Test
  void forgedJoinsAreBoundedByNode() {
    TestRing ring = formed(2);
    TestRing.Node node = ring.node(1);
    for (int i = 0; i < Member.MEMBERSHIPS_MAX + 100; i++) {
      deliver(node, 2, ServiceMessage.membership(ServiceMessage.JOIN, i, CHAT));
    }
    assertThat(node.member.heldMemberships()).isEqualTo(Member.MEMBERSHIPS_MAX);
    deliver(node, 2, ServiceMessage.down(1));
    assertThat(node.member.heldMemberships()).isEqualTo(Member.MEMBERSHIPS_MAX - 1);
    for (int stranger = 3; stranger < 2000; stranger++) {
      deliver(node, stranger, ServiceMessage.membership(ServiceMessage.JOIN, 1, CHAT));
      deliver(
          node,
          stranger,
          ServiceMessage.state(9, new NodeId(stranger), Map.of(), java.util.Optional.empty()));
    }
    assertThat(node.member.heldMemberships()).isEqualTo(Member.MEMBERSHIPS_MAX - 1);
    assertThat(node.member.heldNodes()).isLessThanOrEqualTo(2);
  }

  @Test
  void stateWithTooManyMembershipsIsCutAndNotWaitedFor() {
    GroupTable table = new GroupTable();
    List<Long> ids = java.util.stream.LongStream.range(0, 10_000).boxed().toList();
    TreeMap<NodeId, ServiceMessage.State> states = new TreeMap<>();
    states.put(
        new NodeId(1),
        new ServiceMessage.State(1, new TreeMap<>(Map.of(CHAT, ids)), java.util.Optional.empty()));
    assertThat(table.exchange(states, java.util.Set.of())).hasSize(1);
    assertThat(table.size()).isEqualTo(Member.MEMBERSHIPS_MAX);
    assertThat(table.snapshot().get(CHAT)).hasSize(Member.MEMBERSHIPS_MAX);
  }
}
