package io.evs.node.address;

import io.evs.NodeId;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.PacketCheck;
import io.evs.totem.wire.Reject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which node answers at which address. Addresses are learned from packets that the engine took and
 * whose sender is the transmitter (docs/security.md), never from data, which others retransmit.
 * Loop thread only; times are System.nanoTime().
 */
public final class AddressBook {
  /** Most addresses remembered; the one not heard of for longest makes room. */
  static final int ADDRESSES_MAX = 1024;

  /** How long the address of a node that never was a member is kept after it was heard last. */
  static final long STRANGER_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How long that of a former member is kept, so that parts of a divided ring find each other. */
  static final long FORMER_NANOS = TimeUnit.DAYS.toNanos(1);

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Where a node was heard. */
  private static final class Entry {
    final InetSocketAddress address;
    long heardNanos;
    boolean wasMember;

    Entry(InetSocketAddress address, boolean wasMember) {
      this.address = address;
      this.wasMember = wasMember;
    }
  }

  private final int ownId;
  private PeerAddresses peers;
  private final boolean blockUnlisted;
  private final Set<InetAddress> allowed = new HashSet<>();
  private final LinkedHashMap<Integer, Entry> learned = new LinkedHashMap<>(64, 0.75f, true);
  private final Newcomers newcomers = new Newcomers(ADDRESSES_MAX);
  private final Map<InetSocketAddress, Integer> heardAtListed = new HashMap<>();
  private Set<InetSocketAddress> own = Set.of();
  private Set<InetSocketAddress> configured = Set.of();
  private int[] ring = {};
  private int[] proposed = {};
  private boolean ringChanged = true;
  private boolean peersChanged = true;
  private long sweptNanos;

  /**
   * A book in which nothing is learned.
   *
   * @param blockUnlisted whether packets from other hosts than the peers' are refused
   */
  public AddressBook(int ownId, PeerAddresses peers, boolean blockUnlisted) {
    this.ownId = ownId;
    this.blockUnlisted = blockUnlisted;
    list(peers);
  }

  /** The names of peers mean these addresses from now on. */
  public void list(PeerAddresses now) {
    peers = now;
    own = now.own();
    Set<InetSocketAddress> others = new LinkedHashSet<>(now.listed());
    others.removeAll(own);
    configured = others;
    heardAtListed.keySet().retainAll(others);
    peersChanged = true;
    allow();
  }

  /** What the listed peers mean. */
  public PeerAddresses peers() {
    return peers;
  }

  /** Hosts that are listed, this one, and those of members: whose name means another host now. */
  private void allow() {
    if (!blockUnlisted) {
      return;
    }
    allowed.clear();
    configured.forEach(each -> allowed.add(each.getAddress()));
    own.forEach(each -> allowed.add(each.getAddress()));
    for (int member : ring) {
      find(member).ifPresent(address -> allowed.add(address.getAddress()));
    }
  }

  /** Listed addresses at which no member of the ring was heard. */
  public List<InetSocketAddress> absentPeers() {
    Set<InetSocketAddress> present = new HashSet<>();
    for (int member : ring) {
      find(member).ifPresent(present::add);
    }
    heardAtListed.forEach(
        (address, nodeId) -> {
          if (contains(ring, nodeId)) {
            present.add(address);
          }
        });
    return configured.stream().filter(each -> !present.contains(each)).toList();
  }

  /** Members that are heard at no listed address, ascending: one of them may be an absent peer. */
  public List<NodeId> unlistedMembers() {
    List<NodeId> unlisted = new ArrayList<>();
    for (int member : ring) {
      boolean listed = heardAtListed.containsValue(member) || isListed(member);
      if (member != ownId && !listed) {
        unlisted.add(new NodeId(member));
      }
    }
    return unlisted;
  }

  private boolean isListed(int nodeId) {
    return find(nodeId).map(configured::contains).orElse(false);
  }

  /** Whether packets from this host are accepted. */
  public boolean isAllowed(InetSocketAddress from) {
    return !blockUnlisted || allowed.contains(from.getAddress());
  }

  /**
   * A packet of that node came from there and was taken.
   *
   * @param taken whether it moves the ring; what does not, never moves a member's address, but is
   *     answered
   */
  public void learn(int nodeId, InetSocketAddress from, boolean taken, long now) {
    if (nodeId == 0 || nodeId == ownId) {
      return;
    }
    Entry known = learned.get(nodeId);
    boolean member = contains(ring, nodeId);
    if (known != null && from.equals(known.address)) {
      known.heardNanos = now;
      if (!known.wasMember) {
        peersChanged |= newcomers.heard(known.address);
      }
      return;
    }
    InetSocketAddress address = new InetSocketAddress(from.getAddress(), from.getPort());
    if (!member) {
      peersChanged |= newcomers.heard(address);
    } else if (!taken) {
      peersChanged |= newcomers.heard(address);
      return;
    }
    if (known != null) {
      newcomers.forget(known.address);
    }
    if (learned.size() >= ADDRESSES_MAX && known == null) {
      forgetOldest();
    }
    Entry entry = new Entry(address, member);
    entry.heardNanos = now;
    learned.put(nodeId, entry);
    noteListed(address, nodeId);
    peersChanged = true;
    ringChanged |= member || contains(proposed, nodeId);
  }

  private void noteListed(InetSocketAddress address, int nodeId) {
    if (configured.contains(address)) {
      heardAtListed.put(address, nodeId);
    }
  }

  private void forgetOldest() {
    Iterator<Integer> oldestFirst = learned.keySet().iterator();
    while (oldestFirst.hasNext()) {
      if (!isNeeded(oldestFirst.next())) {
        oldestFirst.remove();
        return;
      }
    }
  }

  private boolean isNeeded(int nodeId) {
    return contains(ring, nodeId) || contains(proposed, nodeId);
  }

  /** Something was announced to {@link #peerAddresses}: forgets what has had its time. */
  public void announced(long now) {
    peersChanged |= newcomers.announced();
    if (now - sweptNanos < SWEEP_NANOS) {
      return;
    }
    sweptNanos = now;
    peersChanged |=
        learned
            .entrySet()
            .removeIf(each -> !isNeeded(each.getKey()) && hasExpired(each.getValue(), now));
  }

  private static boolean hasExpired(Entry entry, long now) {
    return now - entry.heardNanos > (entry.wasMember ? FORMER_NANOS : STRANGER_NANOS);
  }

  /**
   * Looks at a packet that is about to be sent: a commit token names the members of the ring to
   * come, which must get the messages of recovery before that ring is installed.
   */
  public void sending(byte[] data, int length) {
    if (Header.type(data) == Header.COMMIT_TOKEN
        && PacketCheck.check(data, length) == Reject.NONE) {
      proposed = CommitTokenPacket.addresses(data);
      ringChanged = true;
    }
  }

  /** A regular configuration was installed. */
  public void installed(List<NodeId> members, long now) {
    for (int former : ring) {
      // Time counts from when it was a member last: on a quiet ring few are heard directly.
      noteMember(former, now);
    }
    ring = members.stream().mapToInt(NodeId::value).toArray();
    proposed = new int[0];
    for (int member : ring) {
      noteMember(member, now);
    }
    ringChanged = true;
    peersChanged = true;
    allow();
  }

  private void noteMember(int nodeId, long now) {
    Entry entry = learned.get(nodeId);
    if (entry != null) {
      entry.wasMember = true;
      entry.heardNanos = now;
    }
  }

  /** Address of a node, if it is known. */
  public Optional<InetSocketAddress> find(int nodeId) {
    return Optional.ofNullable(learned.get(nodeId)).map(entry -> entry.address);
  }

  /** Whether a node was heard after that time, itself and not by what others sent again. */
  public boolean isHeardSince(int nodeId, long nanos) {
    Entry entry = learned.get(nodeId);
    return entry != null && entry.heardNanos - nanos > 0;
  }

  /** Whether any other node is listed. */
  public boolean listsPeers() {
    return !configured.isEmpty();
  }

  /** Whether {@link #ringAddresses} changed since it was last called. */
  public boolean ringChanged() {
    return ringChanged;
  }

  /** Addresses of the other members of the ring, and of a ring that is being formed. */
  public List<InetSocketAddress> ringAddresses() {
    ringChanged = false;
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    addKnown(addresses, ring);
    addKnown(addresses, proposed);
    return List.copyOf(addresses);
  }

  private void addKnown(Set<InetSocketAddress> addresses, int[] nodeIds) {
    for (int nodeId : nodeIds) {
      if (nodeId != ownId) {
        find(nodeId).ifPresent(addresses::add);
      }
    }
  }

  /** Whether {@link #peerAddresses} changed since it was last called. */
  public boolean peersChanged() {
    return peersChanged;
  }

  /** Addresses of everyone who may be a member: listed ones, members of old, and newcomers. */
  public List<InetSocketAddress> peerAddresses() {
    peersChanged = false;
    Set<InetSocketAddress> addresses = new LinkedHashSet<>(configured);
    for (Entry each : learned.values()) {
      if (each.wasMember) {
        addresses.add(each.address);
      }
    }
    addresses.addAll(newcomers.addresses());
    addresses.removeAll(own);
    return new ArrayList<>(addresses);
  }

  public int size() {
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
}
