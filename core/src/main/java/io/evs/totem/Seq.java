package io.evs.totem;

/**
 * Serial arithmetic on 32-bit sequence numbers (docs/protocol.md, "Sequence numbers": the window is
 * at most 16,384, so the sign of the difference orders any two numbers that can meet).
 */
final class Seq {
  private Seq() {}

  static boolean less(int a, int b) {
    return a - b < 0;
  }

  static boolean lessOrEqual(int a, int b) {
    return a - b <= 0;
  }

  static int min(int a, int b) {
    return a - b <= 0 ? a : b;
  }

  static int max(int a, int b) {
    return a - b >= 0 ? a : b;
  }
}
