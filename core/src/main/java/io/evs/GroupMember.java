package io.evs;

/**
 * A process that is in a group, or the sender of a message.
 *
 * @param node processor it runs on
 * @param processId id of the process (of the handle) on that processor, unsigned 32 bits
 */
public record GroupMember(NodeId node, long processId) implements Comparable<GroupMember> {
  @Override
  public int compareTo(GroupMember other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Long.compare(processId, other.processId);
  }

  @Override
  public String toString() {
    return node + "/" + processId;
  }
}
