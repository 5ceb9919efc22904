package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.RingId;
import io.evs.pack.PackFormat;
import io.evs.totem.wire.Bytes;
import java.util.Arrays;

/**
 * Any bytes as ordered messages of the group layer: each a byte that tells the sender and the ring,
 * a length of two bytes, and the body, which reaches a member of a ring through packing.
 */
class ServiceFuzzTest {
  @FuzzTest
  void messages(byte[] data) {
    TestRing ring = new TestRing(2);
    ring.hostile = true;
    ring.form();
    TestRing.Node node = ring.node(1);
    RingId current = node.member.configuration().ring();
    for (int at = 0; at + 3 <= data.length; ) {
      int how = data[at] & 0xff;
      int length = (data[at + 1] & 0xff) | (data[at + 2] & 0xff) << 8;
      at += 3;
      int end = Math.min(data.length, at + length);
      RingId of = how < 128 ? current : new RingId(1, 1 + how % 3);
      byte[] pack = pack(Arrays.copyOfRange(data, at, end));
      node.member.unpacker.packet(how % 4, of, 1, how % 8 > 3, pack, 0, pack.length);
      at = end;
    }
    check(node);
  }

  private static byte[] pack(byte[] body) {
    int header = PackFormat.LENGTHS + 2;
    byte[] pack = new byte[header + PackFormat.groupHeaderLength() + body.length];
    Bytes.putShort(pack, PackFormat.MSG_COUNT, 1);
    Bytes.putShort(pack, PackFormat.LENGTHS, pack.length - header);
    int at = PackFormat.writeGroupHeader(pack, header);
    System.arraycopy(body, 0, pack, at, body.length);
    return pack;
  }

  private static void check(TestRing.Node node) {
    assertThat(node.member.heldNodes()).isLessThanOrEqualTo(2);
    assertThat(node.member.groups().values().stream().flatMap(each -> each.stream()).toList())
        .allMatch(member -> member.node().value() == 1 || member.node().value() == 2)
        .hasSize(node.member.heldMemberships())
        .hasSizeLessThanOrEqualTo(2 * Member.MEMBERSHIPS_MAX);
    assertThat(node.member.groups().values()).noneMatch(each -> each.isEmpty());
  }
}
