package io.evs.security;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses from which authentic packets came; the one not heard of for longest makes room. */
final class KnownHosts {
  private static final int MAX = 1024;

  private final Map<InetSocketAddress, Boolean> hosts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Boolean> eldest) {
          return size() > MAX;
        }
      };

  boolean has(InetSocketAddress address) {
    return hosts.get(address) != null;
  }

  void add(InetSocketAddress address) {
    hosts.put(new InetSocketAddress(address.getAddress(), address.getPort()), true);
  }
}
