package io.evs.totem.part;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Values by node id. Looking up boxes nothing, unlike a {@link java.util.HashMap}: it is done for
 * every message. Meant for the few hundred nodes of a ring; iterates in ascending order of ids.
 *
 * @param <V> kind of value
 */
public final class NodeMap<V> {
  private int[] ids = NodeSet.EMPTY;
  private Object[] values = new Object[0];

  /** A map without entries. */
  public NodeMap() {}

  /** The value of a node, or null. */
  @SuppressWarnings("unchecked")
  public V get(int nodeId) {
    int at = NodeSet.indexOf(ids, nodeId);
    return at < 0 ? null : (V) values[at];
  }

  /** Sets the value of a node. */
  public void put(int nodeId, V value) {
    int at = NodeSet.indexOf(ids, nodeId);
    if (at < 0) {
      at = -at - 1;
      ids = NodeSet.add(ids, nodeId);
      Object[] larger = Arrays.copyOf(values, values.length + 1);
      System.arraycopy(values, at, larger, at + 1, values.length - at);
      values = larger;
    }
    values[at] = value;
  }

  /** Calls with every value, in order of node ids. */
  @SuppressWarnings("unchecked")
  public void forEach(Consumer<V> action) {
    for (Object value : values) {
      action.accept((V) value);
    }
  }

  /** Number of nodes with a value. */
  public int size() {
    return ids.length;
  }

  /** Removes all values. */
  public void clear() {
    ids = NodeSet.EMPTY;
    values = new Object[0];
  }
}
