package io.evs.security;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members that are admitted: one start of each node id, a bounded number in all. */
final class Sessions {
  static final int SESSIONS_MAX = 1024;

  /** Told of nodes of which nothing is known any more. */
  interface Forgetting {
    /** The node had to make room. */
    void forgotten(int nodeId);
  }

  private final Map<Integer, Session> byNode = new LinkedHashMap<>(64, 0.75f, true);
  private final Forgetting forgetting;

  // Packets come in runs of one sender.
  private Session last;

  Sessions(Forgetting forgetting) {
    this.forgetting = forgetting;
  }

  /** The admitted start of a node; null if there is none. */
  Session of(int nodeId) {
    Session found = last;
    if (found == null || found.nodeId != nodeId) {
      found = byNode.get(nodeId);
      last = found;
    }
    return found;
  }

  /** Admits a start of a node; an earlier one of the same id is over. */
  void admit(Session session) {
    Session earlier = byNode.get(session.nodeId);
    if (earlier != null) {
      session.replace(earlier);
    } else if (byNode.size() >= SESSIONS_MAX) {
      Iterator<Session> eldest = byNode.values().iterator();
      Session gone = eldest.next();
      eldest.remove();
      gone.wipe();
      // An answer that comes now would open its window again.
      forgetting.forgotten(gone.nodeId);
    }
    byNode.put(session.nodeId, session);
    last = null;
  }

  /** Overwrites all subkeys of a key. */
  void retire(int keyId) {
    byNode.values().forEach(each -> each.forget(keyId));
  }

  int size() {
    return byNode.size();
  }
}
