package io.evs.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Scanner;

/**
 * The stream cipher SOBER-128 as corosync 1.x has it (docs/security.md, "Construction"). Weak by
 * today's measure: for rings of that age only.
 */
final class Sober128 {
  private static final int REGISTERS = 17;
  private static final int KONST_AT_START = 0x6996c53a;

  // The registers are a window that moves over this array, rather than being moved themselves.
  private static final int SLIDE = 512;
  private static final int[] S = substitutions();
  private static final int[] M = multiples();

  private final int[] r = new int[REGISTERS + SLIDE];
  private final int[] saved = new int[REGISTERS];
  private int base;
  private int konst = KONST_AT_START;
  private boolean keyed;
  private int rest;
  private int restBits;

  Sober128() {
    r[0] = 1;
    r[1] = 1;
    for (int i = 2; i < REGISTERS; i++) {
      r[i] = r[i - 1] + r[i - 2];
    }
  }

  private static int[] substitutions() {
    try (InputStream in = Sober128.class.getResourceAsStream("sober128-sbox.txt");
        Scanner words = new Scanner(in, StandardCharsets.US_ASCII)) {
      int[] table = new int[256];
      for (int i = 0; i < table.length; i++) {
        table[i] = Integer.parseUnsignedInt(words.next().replace("0x", ""), 16);
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("the table of SOBER-128 cannot be read", e);
    }
  }

  /** Products with x^-1 .. in GF(2^8) modulo 0x14D, one factor for each byte. */
  private static int[] multiples() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] =
          product(i, 0xd0) << 24
              | product(i, 0x2b) << 16
              | product(i, 0x43) << 8
              | product(i, 0x67);
    }
    return table;
  }

  private static int product(int a, int b) {
    int sum = 0;
    int shifted = a;
    for (int bit = 0; bit < 8; bit++) {
      if ((b >>> bit & 1) != 0) {
        sum ^= shifted;
      }
      shifted <<= 1;
      if ((shifted & 0x100) != 0) {
        shifted ^= 0x14d;
      }
    }
    return sum;
  }

  /** First the key, then any number of nonces, each of which starts again from the keyed state. */
  void add(byte[] bytes, int offset, int length) {
    if (length % 4 != 0) {
      throw new IllegalArgumentException("length " + length + " is not a multiple of 4");
    }
    if (keyed) {
      System.arraycopy(saved, 0, r, 0, REGISTERS);
      base = 0;
    }
    for (int i = offset; i < offset + length; i += 4) {
      r[base + 15] += word(bytes, i);
      cycle();
      r[base + 4] ^= filter();
    }
    r[base + 15] += length;
    for (int i = 0; i < REGISTERS; i++) {
      cycle();
      r[base + 4] ^= filter();
    }
    if (!keyed) {
      keyed = true;
      // One key in 256 needs a second round, still with the constant of the start.
      int candidate;
      do {
        cycle();
        candidate = filter();
      } while (candidate >>> 24 == 0);
      konst = candidate;
      System.arraycopy(r, base, saved, 0, REGISTERS);
    }
    restBits = 0;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private void cycle() {
    if (base == SLIDE) {
      System.arraycopy(r, base, r, 0, REGISTERS);
      base = 0;
    }
    int first = r[base];
    r[base + REGISTERS] = r[base + 15] ^ r[base + 4] ^ first << 8 ^ M[first >>> 24];
    base++;
  }

  private int filter() {
    int t = r[base] + r[base + 16];
    t ^= S[t >>> 24];
    t = Integer.rotateRight(t, 8);
    t = ((t + r[base + 1]) ^ konst) + r[base + 6];
    t ^= S[t >>> 24];
    return t + r[base + 13];
  }

  /** Combines the stream with the bytes by exclusive or. */
  void apply(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && restBits > 0) {
      bytes[at++] ^= nextOfRest();
    }
    while (end - at >= 4) {
      cycle();
      int z = filter();
      bytes[at] ^= (byte) z;
      bytes[at + 1] ^= (byte) (z >>> 8);
      bytes[at + 2] ^= (byte) (z >>> 16);
      bytes[at + 3] ^= (byte) (z >>> 24);
      at += 4;
    }
    while (at < end) {
      if (restBits == 0) {
        cycle();
        rest = filter();
        restBits = 32;
      }
      bytes[at++] ^= nextOfRest();
    }
  }

  private byte nextOfRest() {
    byte next = (byte) rest;
    rest >>>= 8;
    restBits -= 8;
    return next;
  }

  /** The stream itself. */
  void read(byte[] out, int length) {
    Arrays.fill(out, 0, length, (byte) 0);
    apply(out, 0, length);
  }
}
