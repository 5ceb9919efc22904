package io.evs.cli.base;

import java.util.Collection;
import java.util.Optional;

/** Finds what someone probably meant: the candidate with the fewest edits, if those are few. */
public final class DidYouMean {
  private DidYouMean() {}

  /** The nearest candidate, or empty if none is near. */
  public static Optional<String> to(String text, Collection<String> candidates) {
    String best = null;
    int least = Math.max(2, text.length() / 3) + 1;
    for (String candidate : candidates) {
      int edits = edits(text, candidate);
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein distance, a swap of neighbours counting once. */
  static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
