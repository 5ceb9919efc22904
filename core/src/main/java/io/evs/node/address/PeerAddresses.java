package io.evs.node.address;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * What the listed peers mean now.
 *
 * @param listed every address of every peer, in the order of the list
 * @param own addresses at which this node itself is reached; those among the listed, too
 */
public record PeerAddresses(List<InetSocketAddress> listed, Set<InetSocketAddress> own) {
  /** Takes copies. */
  public PeerAddresses {
    listed = listed.stream().distinct().toList();
    own = Set.copyOf(own);
  }
}
