package io.evs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.SplitMix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackerTest {
  private static final RingId RING = new RingId(1, 4);

  private final List<String> received = new ArrayList<>();
  private final Unpacker unpacker =
      new Unpacker(
          (sender, ring, seq, safe, data, offset, length) ->
              received.add(
                  sender + ":" + new String(data, offset, length, StandardCharsets.ISO_8859_1)));

  private static byte[] message(String group, String body) {
    byte[] text = (group + body).getBytes(StandardCharsets.ISO_8859_1);
    byte[] data = new byte[4 + text.length];
    Bytes.putShort(data, 0, 1);
    Bytes.putShort(data, 2, group.length());
    System.arraycopy(text, 0, data, 4, text.length);
    return data;
  }

  private static byte[] evs(String body) {
    return message("evs", body);
  }

  private static byte[] part(byte[] data, int from, int to) {
    return java.util.Arrays.copyOfRange(data, from, to);
  }

  private static byte[] pack(int fragmented, int continuation, byte[]... parts) {
    int length = PackFormat.LENGTHS + 2 * parts.length;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] data = new byte[length];
    data[PackFormat.FRAGMENTED] = (byte) fragmented;
    data[PackFormat.CONTINUATION] = (byte) continuation;
    Bytes.putShort(data, PackFormat.MSG_COUNT, parts.length);
    int at = PackFormat.LENGTHS + 2 * parts.length;
    for (int i = 0; i < parts.length; i++) {
      Bytes.putShort(data, PackFormat.LENGTHS + 2 * i, parts[i].length);
      System.arraycopy(parts[i], 0, data, at, parts[i].length);
      at += parts[i].length;
    }
    return data;
  }

  /** The packet stands between other bytes, as in a datagram. */
  private void packet(int sender, byte[] pack) {
    byte[] data = new byte[45 + pack.length + 10];
    java.util.Arrays.fill(data, (byte) 1);
    System.arraycopy(pack, 0, data, 45, pack.length);
    unpacker.packet(sender, RING, 1, false, data, 45, pack.length);
  }

  @Test
  void sendersFragmentsDoNotMix() {
    byte[] a = evs("aaaa");
    byte[] b = evs("bbbb");
    packet(1, pack(1, 0, part(a, 0, 5)));
    packet(2, pack(1, 0, part(b, 0, 8)));
    packet(1, pack(2, 1, part(a, 5, 9)));
    packet(2, pack(0, 1, part(b, 8, b.length), evs("c")));
    packet(1, pack(0, 2, part(a, 9, a.length)));
    assertThat(received).containsExactly("2:bbbb", "2:c", "1:aaaa");
    assertThat(unpacker.dropped() + unpacker.malformed()).isZero();
  }

  @Test
  void whoHearsASenderInTheMiddleDropsUpToTheEndOfTheChain() {
    byte[] a = evs("aaaa");
    packet(1, pack(3, 2, part(a, 4, 6)));
    packet(1, pack(4, 3, part(a, 6, 7)));
    packet(1, pack(0, 4, part(a, 7, a.length), evs("lost with it")));
    assertThat(received).isEmpty();
    assertThat(unpacker.dropped()).isEqualTo(3);
    packet(1, pack(0, 0, evs("next")));
    assertThat(received).containsExactly("1:next");
  }

  @Test
  void missingMiddleFragmentDropsTheMessage() {
    byte[] a = evs("aaaa");
    packet(1, pack(1, 0, part(a, 0, 5)));
    packet(1, pack(0, 2, part(a, 7, a.length)));
    packet(1, pack(0, 0, evs("next")));
    assertThat(received).containsExactly("1:next");
    assertThat(unpacker.dropped()).isEqualTo(1);
  }

  @Test
  void emptyMessageWithoutContinuationResetsABrokenChain() {
    byte[] a = evs("aaaa");
    packet(1, pack(1, 0, part(a, 0, 5)));
    packet(1, pack(0, 0, evs("")));
    packet(1, pack(1, 0, evs("b"), part(a, 0, 5)));
    packet(1, pack(0, 1, part(a, 5, a.length)));
    assertThat(received).containsExactly("1:b", "1:aaaa");
  }

  @Test
  void nothingUnfinishedCrossesAnInstalledRing() {
    byte[] a = evs("aaaa");
    packet(1, pack(1, 0, part(a, 0, 5)));
    unpacker.ringInstalled();
    packet(1, pack(0, 1, part(a, 5, a.length)));
    packet(1, pack(0, 0, evs("next")));
    assertThat(received).containsExactly("1:next");
    assertThat(unpacker.dropped()).isEqualTo(2);
  }

  @Test
  void groupsOfCorosyncAreIgnoredAndOursIsFoundAmongOthers() {
    packet(1, pack(0, 0, message("a", "cpg"), message("sync", "barrier"), message("ev", "sx")));
    byte[] two = new byte[2 + 4 + 4 + 2];
    Bytes.putShort(two, 0, 2);
    Bytes.putShort(two, 2, 1);
    Bytes.putShort(two, 4, 3);
    System.arraycopy("aevshi".getBytes(StandardCharsets.ISO_8859_1), 0, two, 6, 6);
    packet(1, pack(0, 0, two));
    assertThat(received).containsExactly("1:hi");
    assertThat(unpacker.malformed()).isZero();
  }

  @Test
  void malformedGroupHeadersAreIgnored() {
    for (int count : new int[] {0, 2, 255, 0x7fff, 0x8000, 0xffff}) {
      byte[] data = evs("x");
      Bytes.putShort(data, 0, count);
      packet(1, pack(0, 0, data));
    }
    for (int length : new int[] {0, 2, 4, 5, 0xffff}) {
      byte[] data = evs("x");
      Bytes.putShort(data, 2, length);
      packet(1, pack(0, 0, data));
    }
    for (int length = 0; length < 7; length++) {
      packet(1, pack(0, 0, part(evs(""), 0, length)));
    }
    assertThat(received).isEmpty();
  }

  @Test
  void packsWhoseLengthsDoNotAddUpAreCountedAndIgnored() {
    byte[] good = pack(0, 0, evs("a"), evs("b"));
    int tried = 0;
    for (int length = 0; length < good.length; length++, tried++) {
      packet(1, part(good, 0, length));
    }
    packet(1, java.util.Arrays.copyOf(good, good.length + 1));
    for (int count : new int[] {0, 1, 3, 100, 0x7fff, 0x8000, 0xffff}) {
      byte[] bad = good.clone();
      Bytes.putShort(bad, PackFormat.MSG_COUNT, count);
      packet(1, bad);
      tried++;
    }
    for (int length : new int[] {0, 1, 9, 0x7fff, 0xffff}) {
      byte[] bad = good.clone();
      Bytes.putShort(bad, PackFormat.LENGTHS + 2, length);
      packet(1, bad);
      tried++;
    }
    assertThat(received).isEmpty();
    assertThat(unpacker.malformed()).isEqualTo(tried + 1);
    packet(1, good);
    assertThat(received).hasSize(2);
  }

  @Test
  void endlessChainIsGivenUpAtTheLimitAndItsSenderIsHeardAgain() {
    byte[] large = new byte[60_000];
    PackFormat.writeGroupHeader(large, 0);
    int continuation = 0;
    for (int i = 0; i < 40; i++) {
      int id = 2 + i % 200;
      packet(1, pack(id, continuation, large));
      continuation = id;
    }
    assertThat(unpacker.malformed()).isEqualTo(1);
    packet(1, pack(0, continuation, evs("end")));
    packet(1, pack(0, 0, evs("next")));
    assertThat(received).containsExactly("1:next");
  }

  @Test
  void randomPacksNeverThrow() {
    SplitMix random = new SplitMix(9);
    for (int i = 0; i < 200_000; i++) {
      byte[] data =
          random.below(3) == 0
              ? random.bytes(random.below(64))
              : pack(random.below(3), random.below(3), evs("abc"), evs("d"));
      for (int change = random.below(3); change > 0 && data.length > 0; change--) {
        data[random.below(data.length)] = (byte) random.nextLong();
      }
      packet(1 + random.below(3), data);
    }
    assertThat(unpacker.malformed()).isPositive();
    packet(1, pack(0, 0, evs("reset")));
    received.clear();
    packet(1, pack(0, 0, evs("alive")));
    assertThat(received).containsExactly("1:alive");
  }
}
