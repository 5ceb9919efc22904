package io.evs.pack;

import io.evs.RingId;
import io.evs.totem.part.NodeMap;
import io.evs.totem.wire.Bytes;
import java.util.Arrays;

/**
 * Takes packets apart and puts large messages together, per sender (docs/protocol.md, "Packing and
 * fragments"). A message is delivered whole or not at all; what is incomplete when a regular
 * configuration is installed is dropped (docs/protocol.md, "Fragments across a change"). Not
 * thread-safe.
 */
public final class Unpacker {

  /** Takes complete messages. */
  public interface Receiver {
    /**
     * A message of our packing group; the bytes are valid during the call only.
     *
     * @param sender node id of the originator
     * @param data holds the body at {@code [offset, offset + length)}
     */
    void message(
        int sender, RingId ring, int seq, boolean safe, byte[] data, int offset, int length);
  }

  /** Room for corosync's largest message and one packet (struct assembly). */
  private static final int ASSEMBLY_MAX_BYTES = (1 << 20) + 65536;

  /** The parts of a sender's unfinished message. */
  private static final class Assembly {
    byte[] data = new byte[4096];
    int length;
    int lastFragment;
    boolean throwAway;

    void reset() {
      length = 0;
      lastFragment = 0;
      throwAway = false;
    }

    boolean append(byte[] source, int offset, int more) {
      if (length + more > ASSEMBLY_MAX_BYTES) {
        return false;
      }
      if (length + more > data.length) {
        int size = Math.max(length + more, Math.min(ASSEMBLY_MAX_BYTES, 2 * data.length));
        data = Arrays.copyOf(data, size);
      }
      System.arraycopy(source, offset, data, length, more);
      length += more;
      return true;
    }
  }

  private final Receiver receiver;
  private final NodeMap<Assembly> assemblies = new NodeMap<>();
  private int lastSender;
  private Assembly lastAssembly;
  private long malformed;
  private long dropped;

  /** An unpacker that gives messages to a receiver. */
  public Unpacker(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Packets whose lengths do not add up. */
  public long malformed() {
    return malformed;
  }

  /** Packets or unfinished messages dropped because a part of the chain was not seen. */
  public long dropped() {
    return dropped;
  }

  /** Senders heard since the last regular configuration; each may hold one unfinished message. */
  public int senders() {
    return assemblies.size();
  }

  /** A regular configuration was installed: nothing unfinished crosses it. */
  public void ringInstalled() {
    assemblies.forEach(assembly -> dropped += assembly.length > 0 ? 1 : 0);
    assemblies.clear();
    lastAssembly = null;
  }

  /** A packet in order; its payload is {@code data[offset, offset + length)}. */
  public void packet(
      int sender, RingId ring, int seq, boolean safe, byte[] data, int offset, int length) {
    if (!isWellFormed(data, offset, length)) {
      malformed++;
      return;
    }
    Assembly assembly = assembly(sender);
    int fragmented = data[offset + PackFormat.FRAGMENTED] & 0xff;
    int continuation = data[offset + PackFormat.CONTINUATION] & 0xff;
    if (!assembly.throwAway && continuation == assembly.lastFragment) {
      assembly.lastFragment = fragmented;
      deliverParts(assembly, sender, ring, seq, safe, data, offset, fragmented);
    } else {
      // The beginning is unknown: as every other member, corosync included, deliver nothing of
      // this packet and start over with the first one that ends its chain.
      dropped++;
      assembly.throwAway = fragmented > 1;
      assembly.length = 0;
    }
    if (fragmented == 0) {
      assembly.reset();
    }
  }

  private void deliverParts(
      Assembly assembly,
      int sender,
      RingId ring,
      int seq,
      boolean safe,
      byte[] data,
      int offset,
      int fragmented) {
    int count = Bytes.getUnsignedShort(data, offset + PackFormat.MSG_COUNT);
    int at = offset + PackFormat.LENGTHS + 2 * count;
    for (int i = 0; i < count; i++) {
      int length = Bytes.getUnsignedShort(data, offset + PackFormat.LENGTHS + 2 * i);
      boolean continues = i == count - 1 && fragmented != 0;
      if (continues || assembly.length > 0) {
        if (!assembly.append(data, at, length)) {
          malformed++;
          assembly.reset();
          assembly.throwAway = true;
          return;
        }
        if (!continues) {
          deliver(sender, ring, seq, safe, assembly.data, 0, assembly.length);
          assembly.length = 0;
        }
      } else {
        deliver(sender, ring, seq, safe, data, at, length);
      }
      at += length;
    }
  }

  private void deliver(
      int sender, RingId ring, int seq, boolean safe, byte[] data, int offset, int length) {
    int body = PackFormat.bodyOffset(data, offset, length);
    if (body >= 0) {
      receiver.message(sender, ring, seq, safe, data, body, offset + length - body);
    }
  }

  private static boolean isWellFormed(byte[] data, int offset, int length) {
    if (length < PackFormat.LENGTHS) {
      return false;
    }
    int count = Bytes.getUnsignedShort(data, offset + PackFormat.MSG_COUNT);
    int total = PackFormat.LENGTHS + 2 * count;
    if (count == 0 || total > length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      total += Bytes.getUnsignedShort(data, offset + PackFormat.LENGTHS + 2 * i);
    }
    return total == length;
  }

  private Assembly assembly(int sender) {
    if (lastAssembly == null || lastSender != sender) {
      lastSender = sender;
      lastAssembly = assemblies.get(sender);
      if (lastAssembly == null) {
        lastAssembly = new Assembly();
        assemblies.put(sender, lastAssembly);
      }
    }
    return lastAssembly;
  }
}
