package io.evs.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** The members that are admitted: one start of each node id, a bounded number in all. */
final class Sessions {
  static final int SESSIONS_MAX = 1024;

  private final Map<Integer, Session> byNode =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Session> eldest) {
          return size() > SESSIONS_MAX;
        }
      };

  // Packets come in runs of one sender.
  private Session last;

  /** The session of this start of a node; null if it is not admitted. */
  Session find(int nodeId, long salt) {
    Session found = last;
    if (found == null || found.nodeId != nodeId) {
      found = byNode.get(nodeId);
      last = found;
    }
    return found != null && found.salt == salt ? found : null;
  }

  /** Admits a start of a node; an earlier one of the same id is over. */
  void admit(Session session) {
    byNode.put(session.nodeId, session);
    last = null;
  }

  int size() {
    return byNode.size();
  }
}
