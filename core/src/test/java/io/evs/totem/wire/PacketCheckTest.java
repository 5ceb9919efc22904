package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.wire.PacketCodec.Rejected;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Hostile datagrams: refused without reading beyond their end, and never an exception. */
class PacketCheckTest {
  static final List<PacketImage> ALL = Samples.ALL;

  /** Values that break counts: the limits and their neighbours, signs, and what wraps times 4. */
  private static final int[] NASTY = {
    0,
    1,
    2,
    WireLimits.RTR_ENTRIES_COROSYNC + 1,
    WireLimits.PROCESSORS_MAX,
    WireLimits.PROCESSORS_MAX + 1,
    WireLimits.RTR_ENTRIES_MAX,
    WireLimits.RTR_ENTRIES_MAX + 1,
    0xffff,
    1 << 28,
    1 << 29,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    -1,
    -2,
    -41 / 28
  };

  /** Checks exact bytes, and the same bytes with two kinds of poison behind: all must agree. */
  private static Reject check(byte[] packet, int length) {
    byte[] exact = Arrays.copyOf(packet, length);
    Reject result = PacketCheck.check(exact, length);
    for (int poison : new int[] {0, 1, 0x7f, 0xff}) {
      byte[] larger = Arrays.copyOf(exact, length + 20_000);
      Arrays.fill(larger, length, larger.length, (byte) poison);
      assertThat(PacketCheck.check(larger, length)).isEqualTo(result);
    }
    assertThat(exact).isEqualTo(Arrays.copyOf(packet, length));
    // Whatever is accepted can be taken apart, which reads every count.
    assertThat(PacketCodec.decode(exact) instanceof Rejected).isEqualTo(result != Reject.NONE);
    return result;
  }

  private static byte[] with(byte[] packet, int offset, int... values) {
    byte[] copy = packet.clone();
    for (int i = 0; i < values.length; i++) {
      Bytes.putInt(copy, offset + 4 * i, values[i]);
    }
    return copy;
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void everyTruncationIsRefusedAndTrailingBytesAreNot(PacketImage image) {
    byte[] packet = PacketCodec.encode(image);
    int whole = Samples.coreLength(image);
    boolean openEnded = image instanceof PacketImage.McastImage;
    int payload = 45 * (image.header().encapsulated() == Header.RECOVERED ? 2 : 1);
    int least = openEnded ? payload : whole;
    for (int length = 0; length < least; length++) {
      assertThat(check(packet, length)).isIn(Reject.TOO_SHORT, Reject.BAD_COUNT);
    }
    for (int length = least; length <= packet.length; length++) {
      assertThat(check(packet, length)).isEqualTo(Reject.NONE);
    }
    assertThat(check(Arrays.copyOf(packet, packet.length + 7), packet.length + 7))
        .isEqualTo(Reject.NONE);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void headersThatAreNotOursAreRefusedWithTheirReason(PacketImage image) {
    byte[] good = PacketCodec.encode(image);
    for (int value = 0; value < 256; value++) {
      byte[] packet = good.clone();
      packet[Header.VERSION] = (byte) value;
      Reject expected = value == 3 ? Reject.NONE : Reject.BAD_VERSION;
      assertThat(check(packet, packet.length)).isEqualTo(expected);
      packet = good.clone();
      packet[Header.TYPE] = (byte) value;
      Reject result = check(packet, packet.length);
      assertThat(value <= 5 || result == Reject.BAD_TYPE).as("type " + value).isTrue();
      packet = good.clone();
      packet[Header.MAGIC] = (byte) value;
      expected = value == 0x70 ? Reject.NONE : Reject.BAD_MAGIC;
      assertThat(check(packet, packet.length)).isEqualTo(expected);
    }
    byte[] swapped = good.clone();
    swapped[0] = (byte) 0xc0;
    swapped[1] = 0x70;
    assertThat(check(swapped, swapped.length)).isEqualTo(Reject.BYTE_ORDER);
    byte[] corosync2 = good.clone();
    corosync2[0] = (byte) 0xff;
    corosync2[1] = (byte) 0xff;
    assertThat(check(corosync2, corosync2.length)).isEqualTo(Reject.BAD_MAGIC);
  }

  @Test
  void datagramsLongerThanUdpAllowsAreRefused() {
    byte[] packet = Arrays.copyOf(PacketCodec.encode(Samples.MCAST), 65_508);
    assertThat(check(packet, 65_507)).isEqualTo(Reject.NONE);
    assertThat(check(packet, 65_508)).isEqualTo(Reject.TOO_LONG);
  }

  @Test
  void joinCountsAreCheckedTogetherWithoutWrapping() {
    byte[] large = Arrays.copyOf(PacketCodec.encode(Samples.JOIN), 33 + 4 * 768);
    Arrays.fill(large, JoinPacket.LISTS, large.length, (byte) 1);
    for (int processors : NASTY) {
      for (int failed : NASTY) {
        byte[] packet = with(large, JoinPacket.PROC_ENTRIES, processors, failed);
        boolean fits = processors >= 0 && processors <= 384 && failed >= 0 && failed <= 384;
        assertThat(check(packet, packet.length))
            .as(processors + " + " + failed)
            .isEqualTo(fits ? Reject.NONE : Reject.BAD_COUNT);
        boolean tiny = fits && processors + failed <= 4;
        assertThat(check(packet, 33 + 16) == Reject.NONE).isEqualTo(tiny);
      }
    }
    for (int i = 1; i < 64; i++) {
      // Pairs whose sum wraps to something small.
      byte[] packet = with(large, JoinPacket.PROC_ENTRIES, (1 << 30) * (i % 4) + i, -i + 1);
      assertThat(check(packet, packet.length)).isEqualTo(Reject.BAD_COUNT);
    }
  }

  @Test
  void retransmissionCountIsChecked() {
    byte[] large = Arrays.copyOf(PacketCodec.encode(Samples.TOKEN), 57 + 16 * 1001);
    for (int count : NASTY) {
      byte[] packet = with(large, OrfToken.RTR_ENTRIES, count);
      boolean fits = count >= 0 && count <= WireLimits.RTR_ENTRIES_MAX;
      assertThat(check(packet, packet.length)).isEqualTo(fits ? Reject.NONE : Reject.BAD_COUNT);
      assertThat(check(packet, 57 + 16 * 2) == Reject.NONE).isEqualTo(count >= 0 && count <= 2);
    }
  }

  @Test
  void commitTokenCountAndIndexAreChecked() {
    byte[] large = Arrays.copyOf(PacketCodec.encode(Samples.COMMIT_TOKEN), 41 + 28 * 385);
    for (int i = 0; i < 385; i++) {
      Bytes.putInt(large, CommitTokenPacket.ADDRESSES + 4 * i, i + 1);
    }
    for (int members : NASTY) {
      for (int index : NASTY) {
        byte[] packet = with(large, CommitTokenPacket.MEMB_INDEX, index, members);
        boolean counts = members >= 1 && members <= 384;
        boolean good = counts && index >= 0 && index <= members;
        Reject expected = counts ? Reject.BAD_VALUE : Reject.BAD_COUNT;
        assertThat(check(packet, packet.length))
            .as(index + " of " + members)
            .isEqualTo(good ? Reject.NONE : expected);
      }
    }
  }

  @Test
  void commitTokenMembersMustAscendUnsigned() {
    byte[] good = PacketCodec.encode(Samples.COMMIT_TOKEN);
    assertThat(check(with(good, CommitTokenPacket.ADDRESSES, 5, -1), good.length))
        .isEqualTo(Reject.NONE);
    for (int[] pair : new int[][] {{0, 1}, {2, 2}, {2, 1}, {-1, 1}, {1, 0}}) {
      assertThat(check(with(good, CommitTokenPacket.ADDRESSES, pair), good.length))
          .isEqualTo(Reject.BAD_VALUE);
    }
  }

  @Test
  void ringSequencesNearOverflowAreRefused() {
    Map<PacketImage, Integer> offsets = new HashMap<>();
    offsets.put(Samples.JOIN, JoinPacket.RING_SEQ);
    offsets.put(Samples.MERGE_DETECT, MergeDetectPacket.RING_ID + 4);
    offsets.put(Samples.COMMIT_TOKEN, CommitTokenPacket.RING_ID + 4);
    offsets.forEach(
        (image, offset) -> {
          for (long sequence :
              new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE >> 1}) {
            byte[] packet = PacketCodec.encode(image);
            Bytes.putLong(packet, offset, sequence);
            assertThat(check(packet, packet.length)).isEqualTo(Reject.BAD_VALUE);
          }
        });
  }

  @Test
  void innerPacketsAreMessagePacketsAndNothingElse() {
    byte[] good = PacketCodec.encode(Samples.RECOVERED);
    int inner = McastPacket.HEADER_LENGTH;
    for (int type = 0; type < 256; type++) {
      byte[] packet = good.clone();
      packet[inner + Header.TYPE] = (byte) type;
      assertThat(check(packet, packet.length) == Reject.NONE).isEqualTo(type == Header.MCAST);
      packet = good.clone();
      packet[inner + Header.ENCAPSULATED] = (byte) type;
      assertThat(check(packet, packet.length) == Reject.NONE).isEqualTo(type == Header.PLAIN);
      packet = good.clone();
      packet[Header.ENCAPSULATED] = (byte) type;
      assertThat(check(packet, packet.length) == Reject.NONE).isEqualTo(type == 1 || type == 2);
    }
  }

  @Test
  void randomAndMutatedBytesNeverThrow() {
    SplitMix random = new SplitMix(3);
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] packet =
          i % 4 == 0
              ? random.bytes(random.below(200))
              : PacketCodec.encode(Samples.ALL.get(random.below(Samples.ALL.size())));
      for (int change = random.below(4); change > 0 && packet.length > 0; change--) {
        packet[random.below(packet.length)] = (byte) random.nextLong();
      }
      int length = random.below(packet.length + 1);
      byte[] exact = Arrays.copyOf(packet, random.below(2) == 0 ? length : packet.length);
      Reject result = PacketCheck.check(exact, exact.length);
      byte[] poisoned = Arrays.copyOf(exact, exact.length + 600);
      Arrays.fill(poisoned, exact.length, poisoned.length, (byte) 1);
      assertThat(PacketCheck.check(poisoned, exact.length)).isEqualTo(result);
      if (PacketCodec.decode(exact) instanceof PacketCodec.Decoded decoded) {
        assertThat(PacketCodec.encode(decoded.image())).isEqualTo(exact);
        accepted++;
      }
    }
    assertThat(accepted).isGreaterThan(10_000);
  }
}
