package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.wire.PacketCodec.Decoded;
import io.evs.totem.wire.PacketImage.CommitEntry;
import io.evs.totem.wire.PacketImage.CommitTokenImage;
import io.evs.totem.wire.PacketImage.HeaderImage;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.PacketImage.McastImage;
import io.evs.totem.wire.PacketImage.MergeDetectImage;
import io.evs.totem.wire.PacketImage.OrfTokenImage;
import io.evs.totem.wire.PacketImage.Packed;
import io.evs.totem.wire.PacketImage.Recovered;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that corosync 3 sent, and made ones of kinds that the captures lack. */
class VectorsTest {
  private static final HeaderImage FROM_1 = new HeaderImage(0, 1, 0);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static PacketImage decode(String hex) {
    byte[] packet = bytes(hex);
    PacketImage image = ((Decoded) PacketCodec.decode(packet)).image();
    assertThat(PacketCodec.encode(image)).isEqualTo(packet);
    return image;
  }

  @Test
  void joinOfALoneNode() {
    PacketImage image =
        decode("70c003030001000000 00000000 01000000 01000000 00000000 0100000000000000 01000000");
    assertThat(image).isEqualTo(new JoinImage(FROM_1, 1, 1, List.of(1), List.of(), Octets.EMPTY));
    assertThat(image.trailer()).isEmpty();
  }

  @Test
  void joinOfTwo() {
    assertThat(
            decode(
                "70c003030001000000 00000000 01000000 02000000 00000000 0500000000000000"
                    + "01000000 02000000"))
        .isEqualTo(new JoinImage(FROM_1, 1, 5, List.of(1, 2), List.of(), Octets.EMPTY));
  }

  @Test
  void commitTokenOfTheFirstRotation() {
    assertThat(
            decode(
                "70c003040001000000 00000000 01000000 010000000900000000000000 00000000 01000000"
                    + "02000000 01000000 02000000 010000000500000000000000 08000000 08000000"
                    + "01000000 000000000000000000000000 00000000 00000000 00000000"))
        .isEqualTo(
            new CommitTokenImage(
                FROM_1,
                1,
                new RingId(1, 9),
                0,
                1,
                List.of(
                    new CommitEntry(1, new RingId(1, 5), 8, 8, 1),
                    new CommitEntry(2, new RingId(0, 0), 0, 0, 0)),
                Octets.EMPTY));
  }

  @Test
  void initialTokenKeepsTheGarbageOfItsTarget() {
    assertThat(
            decode(
                "70c003000001000000 00000002 00000000 00000000 ffffffff 01000000"
                    + "010000000900000000000000 00000000 00000000 00000000 00000000"))
        .isEqualTo(
            new OrfTokenImage(
                new HeaderImage(0, 1, 0x02000000),
                0,
                0,
                -1,
                1,
                new RingId(1, 9),
                0,
                0,
                0,
                List.of(),
                Octets.EMPTY));
  }

  @Test
  void mergeDetect() {
    assertThat(decode("70c003020001000000 6f72eb57 01000000 010000000500000000000000"))
        .isEqualTo(
            new MergeDetectImage(
                new HeaderImage(0, 1, 0x57eb726f), 1, new RingId(1, 5), Octets.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "70c003010201000000 00000000 01000000 01000000 00000000 010000000500000000000000 00000000"
            + "00000000 0000 0000 00 00 0100 2500 0100 0100 61 00000500 00000000 20000000 00000000"
            + "01000000 01000000 03000000 08000000",
        "70c003010201000000 00000000 01000000 06000000 05000000 010000000500000000000000 00000000"
            + "00000000 0000 0000 00 00 0100 2800 0100 0400 73796e63 00000000 00000000 20000000"
            + "00000000 010000000500000000000000 00000000"
      })
  void messagePacketWithOnePackedMessage(String hex) {
    McastImage mcast = (McastImage) decode(hex);
    byte[] pack = ((Packed) mcast.content()).bytes().toArray();
    assertThat(mcast.ring()).isEqualTo(new RingId(1, 5));
    assertThat(mcast.header()).isEqualTo(new HeaderImage(Header.PLAIN, 1, 0));
    assertThat(Bytes.getUnsignedShort(pack, 6)).isEqualTo(1);
    assertThat(10 + Bytes.getUnsignedShort(pack, 8)).isEqualTo(pack.length);
  }

  @Test
  void recoveredPacketHoldsTheOldPacketWhole() {
    String inner =
        "70c003010202000000 00000000 02000000 07000000 03000000 010000000900000000000000 00000000"
            + "01000000 00000000 00000100 0700 0100 0300 657673";
    String outer =
        "70c003010101000000 00000000 01000000 04000000 09000000 010000000d00000000000000 00000000"
            + "00000000";
    McastImage image = (McastImage) decode(outer + inner);
    assertThat(image).isEqualTo(Samples.RECOVERED);
    assertThat(((Recovered) image.content()).packet()).isEqualTo(decode(inner));
  }

  @Test
  void tokenWithRetransmissionRequests() {
    assertThat(
            decode(
                "70c003000001000000 00000002 07000000 28000000 05000000 02000000"
                    + "010000000900000000000000 03000000 0c000000 01000000 02000000"
                    + "010000000900000000000000 06000000 010000000900000000000000 07000000"))
        .isEqualTo(Samples.TOKEN);
  }

  @Test
  void enginesWritersWriteWhatTheCodecWrites() {
    PacketPool pool = new PacketPool(1500, 8);
    Packet packet = pool.acquire();
    HoldCancelPacket.write(packet, 2, Samples.RING);
    assertThat(written(packet)).isEqualTo(PacketCodec.encode(Samples.HOLD_CANCEL));
    JoinPacket.write(packet, 1, 1, new int[] {1, 2, -1}, new int[] {3}, 9);
    packet.length(Samples.TRAILER.write(packet.data(), packet.length()));
    assertThat(written(packet)).isEqualTo(PacketCodec.encode(Samples.JOIN));
    CommitTokenPacket.write(packet, 1, new RingId(1, 13), new int[] {1, 2});
    CommitTokenPacket.fill(packet.data(), 0, Samples.RING, 8, 6, true);
    Bytes.putInt(packet.data(), CommitTokenPacket.TOKEN_SEQ, 1);
    Bytes.putInt(packet.data(), CommitTokenPacket.MEMB_INDEX, 1);
    assertThat(written(packet)).isEqualTo(PacketCodec.encode(Samples.COMMIT_TOKEN));
    McastPacket.write(packet.data(), Header.PLAIN, 2, 7, 3, Samples.RING, true);
    packet.length(Samples.PACK.writeTo(packet.data(), McastPacket.HEADER_LENGTH));
    assertThat(written(packet)).isEqualTo(PacketCodec.encode(Samples.MCAST));
  }

  private static byte[] written(Packet packet) {
    return java.util.Arrays.copyOf(packet.data(), packet.length());
  }
}
