package io.evs.totem.part;

import java.util.Arrays;

/** Operations on sets of node ids kept as ascending (unsigned) arrays without duplicates. */
public final class NodeSet {
  public static final int[] EMPTY = new int[0];

  private NodeSet() {}

  public static int[] of(int... ids) {
    if (isAscending(ids)) {
      return ids.clone();
    }
    int[] result = EMPTY;
    for (int id : ids) {
      result = add(result, id);
    }
    return result;
  }

  /** Honest join messages list their nodes so; with 128 members it is worth a look. */
  private static boolean isAscending(int[] ids) {
    for (int i = 1; i < ids.length; i++) {
      if (Integer.compareUnsigned(ids[i - 1], ids[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  public static int indexOf(int[] set, int id) {
    int low = 0;
    int high = set.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(set[middle], id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low + 1);
  }

  public static boolean contains(int[] set, int id) {
    return indexOf(set, id) >= 0;
  }

  public static int[] add(int[] set, int id) {
    int at = indexOf(set, id);
    if (at >= 0) {
      return set;
    }
    int insert = -at - 1;
    int[] result = Arrays.copyOf(set, set.length + 1);
    System.arraycopy(set, insert, result, insert + 1, set.length - insert);
    result[insert] = id;
    return result;
  }

  public static int[] union(int[] a, int[] b) {
    int[] result = a;
    for (int id : b) {
      result = add(result, id);
    }
    return result;
  }

  public static int[] minus(int[] a, int[] b) {
    return Arrays.stream(a).filter(id -> !contains(b, id)).toArray();
  }

  public static int[] minus(int[] a, int id) {
    return Arrays.stream(a).filter(other -> other != id).toArray();
  }

  public static int[] intersection(int[] a, int[] b) {
    return Arrays.stream(a).filter(id -> contains(b, id)).toArray();
  }

  public static boolean isSubset(int[] small, int[] large) {
    for (int id : small) {
      if (!contains(large, id)) {
        return false;
      }
    }
    return true;
  }
}
