package io.evs.node.handle;

import io.evs.EvsException;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the memberships of all handles of a node, so that the call that asks for too many is the
 * one that fails. Never below what the member counts. Any thread.
 */
public final class MembershipLimit {
  private final int most;
  private final Map<Long, Integer> counts = new HashMap<>();
  private int total;

  public MembershipLimit(int most) {
    this.most = most;
  }

  /**
   * Counts so many more of a process.
   *
   * @throws EvsException NO_RESOURCES, and nothing counted, if they are too many
   */
  public synchronized void add(long processId, int count) {
    if (total + count > most) {
      throw new EvsException(
          EvsException.Code.NO_RESOURCES,
          "the handles of this node would be in more than " + most + " groups; leave some first");
    }
    total += count;
    counts.merge(processId, count, Integer::sum);
  }

  /** This many memberships of a process ended or were never made. */
  public synchronized void remove(long processId, int count) {
    int before = counts.getOrDefault(processId, 0);
    int gone = Math.min(before, count);
    total -= gone;
    if (gone == before) {
      counts.remove(processId);
    } else {
      counts.put(processId, before - gone);
    }
  }

  /** The process ended, and the member knows. */
  public synchronized void end(long processId) {
    Integer count = counts.remove(processId);
    total -= count == null ? 0 : count;
  }
}
