package io.evs.node;

import io.evs.NodeId;
import io.evs.totem.wire.PacketCheck;
import io.evs.totem.wire.Reject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which node answers at which address. Addresses are learned from packets whose sender is the
 * transmitter (decisions.md section 7), never from data, which others retransmit. Loop thread only.
 */
final class AddressBook {
  /** Most addresses remembered; the one not heard of for longest makes room. */
  static final int ADDRESSES_MAX = 1024;

  private static final int HEADER_BYTES = 13;
  private static final int TYPE_OFFSET = 3;
  private static final int NODE_ID_OFFSET = 5;
  private static final int COMMIT_COUNT_OFFSET = 37;
  private static final int COMMIT_IDS_OFFSET = 41;
  private static final int MEMBERS_MAX = 384;
  private static final int ORF_TOKEN = 0;
  private static final int MERGE_DETECT = 2;
  private static final int JOIN = 3;
  private static final int COMMIT_TOKEN = 4;

  private final int ownId;
  private final Set<InetSocketAddress> own;
  private final List<InetSocketAddress> configured;
  private final Set<InetAddress> allowed;
  private final LinkedHashMap<Integer, InetSocketAddress> learned =
      new LinkedHashMap<>(64, 0.75f, true);
  private int[] ring = {};
  private int[] proposed = {};
  private boolean ringChanged = true;
  private boolean peersChanged = true;

  /**
   * A book in which nothing is learned.
   *
   * @param own addresses at which this node itself is reached
   * @param configured addresses of peers; own ones are left out
   * @param blockUnlisted whether packets from other hosts than the peers' are refused
   */
  AddressBook(
      int ownId,
      Set<InetSocketAddress> own,
      List<InetSocketAddress> configured,
      boolean blockUnlisted) {
    this.ownId = ownId;
    this.own = Set.copyOf(own);
    this.configured = configured.stream().filter(each -> !own.contains(each)).distinct().toList();
    this.allowed = new HashSet<>();
    if (blockUnlisted) {
      configured.forEach(each -> allowed.add(each.getAddress()));
      own.forEach(each -> allowed.add(each.getAddress()));
    }
  }

  /** Configured peers at whose address no member of the ring is. */
  List<InetSocketAddress> absentPeers() {
    Set<InetSocketAddress> present = new HashSet<>();
    for (int member : ring) {
      find(member).ifPresent(present::add);
    }
    return configured.stream().filter(each -> !present.contains(each)).toList();
  }

  /** Whether packets from this host are accepted. */
  boolean isAllowed(InetSocketAddress from) {
    return allowed.isEmpty() || allowed.contains(from.getAddress());
  }

  /** Learns the sender's address if this packet tells it; a malformed one tells nothing. */
  void learn(byte[] data, int length, InetSocketAddress from) {
    if (length < HEADER_BYTES) {
      return;
    }
    int type = data[TYPE_OFFSET];
    if (type != ORF_TOKEN && type != MERGE_DETECT && type != JOIN && type != COMMIT_TOKEN) {
      return;
    }
    int nodeId = int32(data, NODE_ID_OFFSET);
    if (nodeId == 0 || nodeId == ownId) {
      return;
    }
    if (from.equals(learned.get(nodeId))) {
      return;
    }
    // Asked only of what would change something, so that it costs nothing on a ring at work.
    if (PacketCheck.check(data, length) != Reject.NONE) {
      return;
    }
    if (learned.size() >= ADDRESSES_MAX && !learned.containsKey(nodeId)) {
      forgetOldest();
    }
    learned.put(nodeId, new InetSocketAddress(from.getAddress(), from.getPort()));
    peersChanged = true;
    ringChanged |= contains(ring, nodeId) || contains(proposed, nodeId);
  }

  private void forgetOldest() {
    Iterator<Integer> oldestFirst = learned.keySet().iterator();
    while (oldestFirst.hasNext()) {
      int nodeId = oldestFirst.next();
      if (!contains(ring, nodeId) && !contains(proposed, nodeId)) {
        oldestFirst.remove();
        return;
      }
    }
  }

  /**
   * Looks at a packet that is about to be sent: a commit token names the members of the ring to
   * come, which must get the messages of recovery before that ring is installed.
   */
  void sending(byte[] data, int length) {
    if (length < COMMIT_IDS_OFFSET || data[TYPE_OFFSET] != COMMIT_TOKEN) {
      return;
    }
    int count = int32(data, COMMIT_COUNT_OFFSET);
    if (count < 1 || count > MEMBERS_MAX || length < COMMIT_IDS_OFFSET + 4 * count) {
      return;
    }
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = int32(data, COMMIT_IDS_OFFSET + 4 * i);
    }
    proposed = ids;
    ringChanged = true;
  }

  /** A regular configuration was installed. */
  void installed(List<NodeId> members) {
    ring = members.stream().mapToInt(NodeId::value).toArray();
    proposed = new int[0];
    ringChanged = true;
  }

  /** Address of a node, if it is known. */
  Optional<InetSocketAddress> find(int nodeId) {
    return Optional.ofNullable(learned.get(nodeId));
  }

  /** Whether {@link #ringAddresses} changed since it was last called. */
  boolean ringChanged() {
    return ringChanged;
  }

  /** Addresses of the other members of the ring, and of a ring that is being formed. */
  List<InetSocketAddress> ringAddresses() {
    ringChanged = false;
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    addKnown(addresses, ring);
    addKnown(addresses, proposed);
    return List.copyOf(addresses);
  }

  private void addKnown(Set<InetSocketAddress> addresses, int[] nodeIds) {
    for (int nodeId : nodeIds) {
      InetSocketAddress address = nodeId == ownId ? null : learned.get(nodeId);
      if (address != null) {
        addresses.add(address);
      }
    }
  }

  /** Whether {@link #peerAddresses} changed since it was last called. */
  boolean peersChanged() {
    return peersChanged;
  }

  /** Addresses of everyone who may be a member: configured and learned. */
  List<InetSocketAddress> peerAddresses() {
    peersChanged = false;
    Set<InetSocketAddress> addresses = new LinkedHashSet<>(configured);
    for (Map.Entry<Integer, InetSocketAddress> each : learned.entrySet()) {
      if (!own.contains(each.getValue())) {
        addresses.add(each.getValue());
      }
    }
    return new ArrayList<>(addresses);
  }

  int size() {
    return learned.size();
  }

  private static boolean contains(int[] nodeIds, int nodeId) {
    for (int each : nodeIds) {
      if (each == nodeId) {
        return true;
      }
    }
    return false;
  }

  private static int int32(byte[] data, int offset) {
    return (data[offset] & 0xff)
        | (data[offset + 1] & 0xff) << 8
        | (data[offset + 2] & 0xff) << 16
        | (data[offset + 3] & 0xff) << 24;
  }
}
