package io.evs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.SplitMix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
  private static final RingId RING = new RingId(1, 4);
  private static final byte[] HEADER = header();

  private static byte[] header() {
    byte[] header = new byte[PackFormat.groupHeaderLength()];
    PackFormat.writeGroupHeader(header, 0);
    return header;
  }

  /** A packer whose packets go straight to an unpacker. */
  private static final class Pipe {
    final List<Long> bound = new ArrayList<>();
    final List<Integer> boundAt = new ArrayList<>();
    final Packer packer =
        new Packer(
            1 << 24,
            (n, ring, seq, safe, hash) -> {
              bound.add(n);
              boundAt.add(seq);
            });
    final List<byte[]> received = new ArrayList<>();
    final List<Boolean> receivedSafe = new ArrayList<>();
    final Unpacker unpacker =
        new Unpacker(
            (sender, ring, seq, safe, data, offset, length) -> {
              received.add(java.util.Arrays.copyOfRange(data, offset, offset + length));
              receivedSafe.add(safe);
            });
    final List<byte[]> packets = new ArrayList<>();
    final int limit;
    int seq;
    long n;

    Pipe(int limit) {
      this.limit = limit;
      packer.openApplication();
    }

    void add(byte[] payload, boolean safe) {
      packer.add(HEADER, HEADER.length, payload, safe, ++n, 0);
    }

    /** Fills one packet between poison; null if there is nothing to send. */
    byte[] fill() {
      byte[] data = new byte[45 + limit + 45];
      java.util.Arrays.fill(data, (byte) 0x55);
      int length = packer.fill(data, 45, limit, RING, ++seq);
      assertThat(length).isBetween(0, limit);
      for (int i = 45 + length; i < data.length; i++) {
        assertThat(data[i]).isEqualTo((byte) 0x55);
      }
      return length == 0 ? null : java.util.Arrays.copyOfRange(data, 45, 45 + length);
    }

    void pump() {
      byte[] packet;
      while ((packet = fill()) != null) {
        packets.add(packet);
        unpacker.packet(1, RING, seq, packer.lastWasSafe(), packet, 0, packet.length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {576, 1280, 1500, 4096, 9000, 65507})
  void messagesOfEverySizeAroundThePacketArriveWhole(int packetBytes) {
    int limit = packetBytes - 90;
    int single = limit - 10 - HEADER.length;
    Pipe pipe = new Pipe(limit);
    List<byte[]> sent = new ArrayList<>();
    SplitMix random = new SplitMix(packetBytes);
    for (int base : new int[] {0, 1, single / 2, single, 2 * single, 3 * limit}) {
      for (int around = -14; around <= 14; around++) {
        byte[] payload = random.bytes(Math.max(0, base + around));
        sent.add(payload);
        pipe.add(payload, false);
        pipe.pump();
      }
    }
    for (byte[] payload : sent) {
      pipe.add(payload, false);
    }
    pipe.pump();
    sent.addAll(List.copyOf(sent));
    assertThat(pipe.received).usingElementComparator(java.util.Arrays::compare).isEqualTo(sent);
    assertThat(pipe.unpacker.malformed() + pipe.unpacker.dropped()).isZero();
    assertThat(pipe.bound).hasSize(sent.size()).isSorted();
    assertThat(pipe.packer.applicationBytes()).isZero();
    assertThat(pipe.packer.backlogPackets()).isZero();
  }

  /** Put together by every member, for the sake of a few bytes. */
  @Test
  void messageThatFitsAPacketDoesNotBeginInASmallRest() {
    Pipe pipe = new Pipe(1410);
    for (int i = 0; i < 5; i++) {
      pipe.add(new byte[1310], false);
    }
    pipe.add(new byte[1200], false);
    pipe.add(new byte[1310], false);
    pipe.add(new byte[5000], false);
    pipe.pump();
    assertThat(pipe.boundAt.subList(0, 6))
        .as("one to each packet")
        .isEqualTo(List.of(1, 2, 3, 4, 5, 6));
    assertThat(pipe.boundAt.get(6)).as("begins in the large rest of the sixth").isEqualTo(7);
    assertThat(pipe.received).hasSize(8);
  }

  @Test
  void messageThatJustFitsFillsOnePacketAndOneByteMoreTakesTwo() {
    for (int more = 0; more < 2; more++) {
      Pipe pipe = new Pipe(1410);
      pipe.add(new byte[1410 - 10 - HEADER.length + more], false);
      pipe.pump();
      assertThat(pipe.packets).hasSize(1 + more);
      assertThat(pipe.packets.get(0)).hasSize(1410);
      assertThat(Bytes.getUnsignedShort(pipe.packets.get(0), 8)).isEqualTo(1400);
      assertThat(pipe.received).hasSize(1);
    }
  }

  @Test
  void fragmentIdsRunFromOneTo255AndSkipZero() {
    Pipe pipe = new Pipe(486);
    byte[] large = new SplitMix(1).bytes(300 * 486);
    pipe.add(large, false);
    pipe.pump();
    assertThat(pipe.packets).hasSizeGreaterThan(300);
    int previous = 0;
    for (int i = 0; i < pipe.packets.size(); i++) {
      byte[] packet = pipe.packets.get(i);
      assertThat(packet[PackFormat.CONTINUATION] & 0xff).isEqualTo(previous);
      previous = packet[PackFormat.FRAGMENTED] & 0xff;
      boolean last = i == pipe.packets.size() - 1;
      assertThat(previous).isEqualTo(last ? 0 : i % 255 + 1);
    }
    assertThat(pipe.received.get(0)).isEqualTo(large);
  }

  @Test
  void oneMebibyteIsBoundAtItsLastPacket() {
    Pipe pipe = new Pipe(1410);
    byte[] large = new SplitMix(2).bytes(1 << 20);
    pipe.add(large, true);
    pipe.pump();
    assertThat(pipe.received.get(0)).isEqualTo(large);
    assertThat(pipe.boundAt).containsExactly(pipe.packets.size());
    assertThat(pipe.receivedSafe).containsExactly(true);
  }

  @Test
  void tinyMessagesSharePackets() {
    Pipe pipe = new Pipe(1410);
    for (int i = 0; i < 10_000; i++) {
      pipe.add(new byte[] {(byte) i}, false);
    }
    pipe.pump();
    assertThat(pipe.received).hasSize(10_000);
    assertThat(pipe.received.get(9_999)).containsExactly((byte) 9_999);
    int perPacket = (1410 - 8) / (2 + HEADER.length + 1);
    assertThat(pipe.packets.size()).isLessThanOrEqualTo(10_000 / perPacket + 1);
  }

  @Test
  void largestPacketHoldsAtMostItsMostParts() {
    Pipe pipe = new Pipe(65507 - 90);
    for (int i = 0; i < 8_000; i++) {
      pipe.add(new byte[0], false);
    }
    pipe.pump();
    assertThat(pipe.received).hasSize(8_000);
    assertThat(pipe.packets)
        .allMatch(packet -> Bytes.getUnsignedShort(packet, PackFormat.MSG_COUNT) <= 2048);
  }

  @Test
  void agreedAndSafeNeverShareAPacketAndEveryFragmentOfSafeIsSafe() {
    Pipe pipe = new Pipe(486);
    SplitMix random = new SplitMix(5);
    List<Boolean> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      boolean safe = random.below(2) == 0;
      sent.add(safe);
      byte[] payload = random.bytes(1 + random.below(1500));
      payload[0] = (byte) (safe ? 1 : 0);
      pipe.add(payload, safe);
    }
    List<Boolean> kinds = new ArrayList<>();
    byte[] packet;
    while ((packet = pipe.fill()) != null) {
      kinds.add(pipe.packer.lastWasSafe());
      pipe.unpacker.packet(1, RING, pipe.seq, pipe.packer.lastWasSafe(), packet, 0, packet.length);
    }
    assertThat(pipe.receivedSafe).isEqualTo(sent);
    assertThat(pipe.received).allMatch(payload -> payload.length > 0);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(pipe.received.get(i)[0] == 1).isEqualTo(sent.get(i));
    }
    assertThat(kinds).contains(true, false);
  }

  @Test
  void applicationWaitsUntilTheStateExchangeIsOver() {
    Pipe pipe = new Pipe(1410);
    pipe.packer.ringInstalled();
    pipe.add(new byte[] {1}, false);
    assertThat(pipe.fill()).isNull();
    assertThat(pipe.packer.backlogPackets()).isZero();
    pipe.packer.addExchange(HEADER, false);
    assertThat(pipe.packer.backlogPackets()).isPositive();
    pipe.pump();
    assertThat(pipe.received)
        .usingElementComparator(java.util.Arrays::compare)
        .containsExactly(new byte[0]);
    assertThat(pipe.bound).isEmpty();
    pipe.packer.openApplication();
    pipe.pump();
    assertThat(pipe.received).hasSize(2);
    assertThat(pipe.bound).containsExactly(1L);
  }

  @Test
  void cutMessageStartsAgainFromItsFirstFragmentAndIsBoundOnce() {
    byte[] large = new SplitMix(6).bytes(5_000);
    for (int before = 0; before < 4; before++) {
      Pipe pipe = new Pipe(1410);
      pipe.add(large, false);
      pipe.add(new byte[] {9}, false);
      for (int i = 0; i < before; i++) {
        byte[] packet = pipe.fill();
        pipe.unpacker.packet(1, RING, pipe.seq, false, packet, 0, packet.length);
      }
      assertThat(pipe.bound).isEmpty();
      pipe.unpacker.ringInstalled();
      pipe.packer.ringInstalled();
      pipe.packer.openApplication();
      pipe.pump();
      // After a cut an empty message resets the receivers, corosync's too.
      List<byte[]> received = pipe.received.subList(before == 0 ? 0 : 1, pipe.received.size());
      assertThat(received)
          .usingElementComparator(java.util.Arrays::compare)
          .containsExactly(large, new byte[] {9});
      assertThat(pipe.bound).containsExactly(1L, 2L);
      if (before > 0) {
        assertThat(pipe.received.get(0)).isEmpty();
        assertThat(pipe.packets.get(0)[PackFormat.CONTINUATION]).isZero();
        assertThat(pipe.packets.get(0)[PackFormat.FRAGMENTED]).isZero();
      }
    }
  }

  @Test
  void cutExchangeIsDroppedAndReset() {
    Pipe pipe = new Pipe(486);
    byte[] exchange = java.util.Arrays.copyOf(HEADER, 2_000);
    pipe.packer.ringInstalled();
    pipe.packer.addExchange(exchange, false);
    byte[] first = pipe.fill();
    pipe.unpacker.packet(1, RING, 1, false, first, 0, first.length);
    pipe.packer.ringInstalled();
    pipe.unpacker.ringInstalled();
    byte[] again = java.util.Arrays.copyOf(HEADER, 600);
    pipe.packer.addExchange(again, false);
    pipe.pump();
    assertThat(pipe.received.get(0)).isEmpty();
    assertThat(pipe.received.get(1)).hasSize(600 - HEADER.length);
    assertThat(pipe.received).hasSize(2);
  }
}
