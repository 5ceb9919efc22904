package io.evs.node;

import io.evs.node.address.AddressBook;
import io.evs.node.address.NodeSetup;
import io.evs.node.address.PeerAddresses;
import io.evs.node.address.PeerNames;
import io.evs.node.address.PeerWatch;
import io.evs.node.process.Moment;
import io.evs.node.status.AbsentPeer;
import io.evs.node.status.Conditions;
import io.evs.node.status.RingWatch;
import java.net.InetSocketAddress;
import java.util.List;

/** The listed peers of a running node: which are absent, and what their names mean now. */
final class NodePeers implements AutoCloseable {
  private final EvsNode node;
  private final NodeLoop loop;
  private final AddressBook book;
  private final InetSocketAddress bound;
  private final PeerWatch watch;

  /** Nothing is looked up again before {@link #start}. */
  NodePeers(
      EvsNode node, NodeLoop loop, AddressBook book, NodeSetup setup, InetSocketAddress bound) {
    this.node = node;
    this.loop = loop;
    this.book = book;
    this.bound = bound;
    this.watch = new PeerWatch(setup.names(), setup.found(), this::lacksPeers, this::list);
    NodeSetup.remarkOnLoopback(book.peers(), bound);
  }

  void start() {
    watch.start();
  }

  private boolean lacksPeers() {
    return node.call(() -> loop.refusedStrangers() || !book.absentPeers().isEmpty());
  }

  private void list(PeerNames.Found found) {
    PeerAddresses addresses = NodeSetup.addresses(bound, found);
    loop.execute(() -> book.list(addresses));
  }

  /** What a status says of those that are absent, and of what goes wrong; loop thread only. */
  Conditions.Findings findings(Moment now) {
    RingWatch ring = loop.watch();
    return new Conditions.Findings(
        ring.missing(now, watch.unknown()),
        ring.putAside(now),
        ring.peers(),
        ring.troubles(now),
        ring.changingSince(),
        book.listsPeers() || !watch.unknown().isEmpty(),
        ring.lastRefusal(),
        ring.lastPause());
  }

  /**
   * Listed peers that are not in the ring, as {@link AbsentPeer} writes them; waits for the loop.
   */
  List<String> absent() {
    List<String> unknown = List.copyOf(watch.unknown());
    return node.call(() -> AbsentPeer.list(book.absentPeers(), book.unlistedMembers(), unknown));
  }

  @Override
  public void close() {
    watch.close();
  }
}
