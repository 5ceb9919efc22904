package io.evs.totem.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.pack.Unpacker;
import io.evs.totem.wire.PacketCodec.Decoded;
import io.evs.totem.wire.PacketImage.McastImage;
import io.evs.totem.wire.PacketImage.Packed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What real corosync 3.1.7 daemons sent: read, written again, and put together. */
class CapturesTest {
  static final List<String> NAMES = Captures.NAMES;

  /** One sender's chain of packets on one ring. */
  private record Stream(RingId ring, int sender) implements Comparable<Stream> {
    @Override
    public int compareTo(Stream other) {
      int byRing = ring.compareTo(other.ring);
      return byRing != 0 ? byRing : Integer.compareUnsigned(sender, other.sender);
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyPacketIsAcceptedAndReencodesToTheSameBytes(String name) {
    List<byte[]> packets = Captures.packets(name);
    int[] types = new int[6];
    for (byte[] packet : packets) {
      assertThat(PacketCheck.check(packet, packet.length)).isEqualTo(Reject.NONE);
      PacketImage image = ((Decoded) PacketCodec.decode(packet)).image();
      assertThat(PacketCodec.encode(image)).isEqualTo(packet);
      assertThat(image.trailing()).isEqualTo(Octets.EMPTY);
      types[Header.type(packet)]++;
    }
    assertThat(packets).hasSizeGreaterThan(4000);
    assertThat(types).doesNotContain(0);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyPackAddsUpAndTheLargeMessageReassembles(String name) {
    List<byte[]> messages = new ArrayList<>();
    streams(name).forEach((stream, packets) -> messages.addAll(reassemble(packets.values())));
    assertThat(messages).hasSizeGreaterThan(100);
    assertThat(messages)
        .allSatisfy(message -> assertThat(message).startsWith(1, 0))
        .anySatisfy(message -> assertThat(message.length).isBetween(100_000, 110_000));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void unpackerFindsNothingMalformedAndNothingForUs(String name) {
    streams(name)
        .forEach(
            (stream, packets) -> {
              Unpacker unpacker =
                  new Unpacker(
                      (sender, ring, seq, safe, data, offset, length) -> {
                        throw new AssertionError("corosync has no message for our packing group");
                      });
              packets.forEach(
                  (seq, mcast) -> {
                    byte[] payload = payload(mcast);
                    unpacker.packet(
                        stream.sender, stream.ring, seq, false, payload, 0, payload.length);
                  });
              assertThat(unpacker.malformed()).isZero();
              assertThat(unpacker.dropped()).isZero();
            });
  }

  /** Message packets by sequence number; repeated ones once. */
  private static Map<Stream, Map<Integer, McastImage>> streams(String name) {
    Map<Stream, Map<Integer, McastImage>> streams = new TreeMap<>();
    for (byte[] packet : Captures.packets(name)) {
      if (((Decoded) PacketCodec.decode(packet)).image() instanceof McastImage mcast) {
        streams
            .computeIfAbsent(
                new Stream(mcast.ring(), mcast.systemFrom()), stream -> new TreeMap<>())
            .merge(
                mcast.seq(),
                mcast,
                (first, again) -> {
                  assertThat(again.content()).isEqualTo(first.content());
                  return first;
                });
      }
    }
    return streams;
  }

  private static byte[] payload(McastImage mcast) {
    return ((Packed) mcast.content()).bytes().toArray();
  }

  /**
   * The complete messages with their group headers, by a reader of its own and not by our unpacker.
   */
  private static List<byte[]> reassemble(Iterable<McastImage> packets) {
    List<byte[]> messages = new ArrayList<>();
    ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    int expected = 0;
    for (McastImage mcast : packets) {
      byte[] payload = payload(mcast);
      int count = Bytes.getUnsignedShort(payload, 6);
      int at = 8 + 2 * count;
      assertThat(count).isPositive();
      assertThat(Bytes.getUnsignedByte(payload, 5)).isEqualTo(expected);
      expected = Bytes.getUnsignedByte(payload, 4);
      for (int i = 0; i < count; i++) {
        int length = Bytes.getUnsignedShort(payload, 8 + 2 * i);
        unfinished.write(payload, at, length);
        at += length;
        if (i < count - 1 || expected == 0) {
          messages.add(unfinished.toByteArray());
          unfinished.reset();
        }
      }
      assertThat(at).isEqualTo(payload.length);
    }
    return messages;
  }
}
