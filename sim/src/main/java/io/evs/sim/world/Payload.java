package io.evs.sim.world;

import io.evs.sim.net.SimRandom;
import java.util.zip.CRC32;

/** Contents of simulated messages: the number of a workload item and noise, under a checksum. */
public final class Payload {
  private static final int OVERHEAD = 12;

  private Payload() {}

  /** A payload of this length; below 12 bytes it has no room for a checksum. */
  public static byte[] of(long item, int length) {
    byte[] bytes = new byte[length];
    long noise = SimRandom.mix(item);
    int from = length < OVERHEAD ? 0 : OVERHEAD;
    for (int i = from; i < length; i++) {
      if ((i & 7) == 0) {
        noise = noise * 0x5851_f42d_4c95_7f2dL + 0x1405_7b7e_f767_814fL;
      }
      bytes[i] = (byte) (noise >>> 8 * (i & 7));
    }
    if (from > 0) {
      put(bytes, 0, item, 8);
      put(bytes, 8, checksum(bytes), 4);
    }
    return bytes;
  }

  /** The item of a payload, 0 if it is too short to tell, or -1 if the content is damaged. */
  static long item(byte[] bytes) {
    if (bytes.length < OVERHEAD) {
      return 0;
    }
    if (get(bytes, 8, 4) != checksum(bytes)) {
      return -1;
    }
    return get(bytes, 0, 8);
  }

  private static long checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, 8);
    crc.update(bytes, OVERHEAD, bytes.length - OVERHEAD);
    return crc.getValue();
  }

  private static void put(byte[] bytes, int offset, long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[offset + i] = (byte) (value >>> 8 * i);
    }
  }

  private static long get(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[offset + i] & 0xffL) << 8 * i;
    }
    return value;
  }
}
