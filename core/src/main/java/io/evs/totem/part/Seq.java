package io.evs.totem.part;

/**
 * Serial arithmetic on 32-bit sequence numbers (docs/protocol.md, "Sequence numbers": the window is
 * at most 16,384, so the sign of the difference orders any two numbers that can meet).
 */
public final class Seq {
  private Seq() {}

  public static boolean less(int a, int b) {
    return a - b < 0;
  }

  public static boolean lessOrEqual(int a, int b) {
    return a - b <= 0;
  }

  public static int min(int a, int b) {
    return a - b <= 0 ? a : b;
  }

  public static int max(int a, int b) {
    return a - b >= 0 ? a : b;
  }
}
