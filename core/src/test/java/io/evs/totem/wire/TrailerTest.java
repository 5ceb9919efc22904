package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.wire.PacketCodec.Decoded;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.PacketImage.MergeDetectImage;
import org.junit.jupiter.api.Test;

class TrailerTest {
  private static final byte[] PLAIN = Samples.octets(Samples.TRAILER).toArray();

  private static Trailer read(byte[] data) {
    return Trailer.read(data, 0, data.length);
  }

  private static byte[] concat(byte[] first, int... more) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    for (int i = 0; i < more.length; i++) {
      all[first.length + i] = (byte) more[i];
    }
    return all;
  }

  @Test
  void survivesOnJoinAndMergeDetect() {
    for (PacketImage image : new PacketImage[] {Samples.JOIN, Samples.MERGE_DETECT}) {
      PacketImage again = ((Decoded) PacketCodec.decode(PacketCodec.encode(image))).image();
      assertThat(again.trailer()).contains(Samples.TRAILER);
      assertThat(again).isEqualTo(image);
    }
  }

  @Test
  void otherPacketsHaveNone() {
    Octets bytes = Octets.of(PLAIN);
    var cancel = new PacketImage.HoldCancelImage(Samples.HOLD_CANCEL.header(), Samples.RING, bytes);
    assertThat(cancel.trailer()).isEmpty();
    assertThat(((Decoded) PacketCodec.decode(PacketCodec.encode(cancel))).image())
        .isEqualTo(cancel);
  }

  @Test
  void withoutMagicTheSenderIsCorosync() {
    assertThat(read(new byte[0])).isNull();
    assertThat(read(new byte[] {'E', 'V', 'S'})).isNull();
    assertThat(read(new byte[] {'E', 'V', 'S', '2', 1, 4, 0, 0, 0, 0})).isNull();
  }

  @Test
  void unknownItemsAndKnownOnesOfUnknownLengthAreSkipped() {
    assertThat(read(concat(PLAIN, 200, 3, 1, 2, 3))).isEqualTo(Samples.TRAILER);
    assertThat(read(concat(PLAIN, 0, 0))).isEqualTo(Samples.TRAILER);
    assertThat(read(concat(PLAIN, 2, 4, 1, 1, 1, 1))).isEqualTo(Samples.TRAILER);
    byte[] unknownFirst = concat(new byte[] {'E', 'V', 'S', '1'}, 9, 1, 0, 1, 4, 5, 0, 0, 0);
    assertThat(read(unknownFirst).features()).isEqualTo(5);
  }

  @Test
  void cutInsideAnItemIsNoTrailer() {
    int[] boundaries = {4, 10, 20, 30, 36, 42};
    for (int length = 0; length <= PLAIN.length; length++) {
      int at = length;
      Trailer trailer = Trailer.read(PLAIN, 0, length);
      // One byte behind an item is no item yet, and is ignored.
      boolean whole =
          java.util.Arrays.stream(boundaries).anyMatch(end -> end == at || end + 1 == at);
      assertThat(trailer != null).as("cut at " + length).isEqualTo(whole);
    }
  }

  @Test
  void valuesOutOfRangeAreBroughtIntoIt() {
    Trailer small = read(Samples.octets(new Trailer(0, 1, 2, -5, -5)).toArray());
    assertThat(small.packetBytes()).isEqualTo(576);
    assertThat(small.rtrEntriesMax()).isEqualTo(1);
    int max = Integer.MAX_VALUE;
    Trailer large = read(Samples.octets(new Trailer(0, 1, 2, max, max)).toArray());
    assertThat(large.packetBytes()).isEqualTo(65507);
    assertThat(large.rtrEntriesMax()).isEqualTo(WireLimits.RTR_ENTRIES_MAX);
  }

  @Test
  void anyBytesAreReadWithoutThrowing() {
    SplitMix random = new SplitMix(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = random.bytes(random.below(60));
      if (data.length >= 4) {
        Bytes.putInt(data, 0, Trailer.MAGIC);
      }
      read(data);
      new JoinImage(
              Samples.JOIN.header(),
              1,
              1,
              java.util.List.of(),
              java.util.List.of(),
              Octets.of(data))
          .trailer();
      new MergeDetectImage(Samples.JOIN.header(), 1, Samples.RING, Octets.of(data)).trailer();
    }
  }

  @Test
  void hashIsFnv1a() {
    assertThat(Trailer.hashOf("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(Trailer.hashOf("a")).isEqualTo(0xaf63dc4c8601ec8cL);
  }
}
