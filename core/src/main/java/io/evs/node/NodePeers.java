package io.evs.node;

import io.evs.NodeStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
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

  /** Listed peers that are not in the ring, as a status has them; on the loop's thread only. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    book.absentPeers().forEach(each -> missing.add(StatusWriter.text(each)));
    missing.addAll(watch.unknown());
    return missing.subList(0, Math.min(missing.size(), NodeStatus.MISSING_MAX));
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
