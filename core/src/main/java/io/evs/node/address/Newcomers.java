package io.evs.node.address;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Addresses that said a word and are not known to be anybody's. Each is answered a few times for
 * each word: whoever writes another's address on its packets makes this node send little there, and
 * only as long as it goes on. Loop thread only.
 */
final class Newcomers {
  /** Announcements that an address gets for each packet from it. */
  static final int ANSWERS = 4;

  private final int most;
  private final LinkedHashMap<InetSocketAddress, Integer> answersLeft =
      new LinkedHashMap<>(16, 0.75f, true);

  /** Nobody; at most so many, the one not heard of for longest makes room. */
  Newcomers(int most) {
    this.most = most;
  }

  /** A packet came from there; whether the address is new. */
  boolean heard(InetSocketAddress from) {
    if (answersLeft.put(from, ANSWERS) != null) {
      return false;
    }
    if (answersLeft.size() > most) {
      Iterator<InetSocketAddress> oldestFirst = answersLeft.keySet().iterator();
      oldestFirst.next();
      oldestFirst.remove();
    }
    return true;
  }

  /** Something is announced to all of them; whether some of them have had their answers by now. */
  boolean announced() {
    boolean fewer = false;
    Iterator<Map.Entry<InetSocketAddress, Integer>> each = answersLeft.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<InetSocketAddress, Integer> next = each.next();
      if (next.getValue() <= 1) {
        each.remove();
        fewer = true;
      } else {
        next.setValue(next.getValue() - 1);
      }
    }
    return fewer;
  }

  /** Nobody is at that address any more. */
  void forget(InetSocketAddress address) {
    answersLeft.remove(address);
  }

  /** The addresses that are to be answered. */
  Set<InetSocketAddress> addresses() {
    return answersLeft.keySet();
  }
}
