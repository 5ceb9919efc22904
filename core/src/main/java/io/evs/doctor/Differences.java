package io.evs.doctor;

import io.evs.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** In which settings the other members of the ring differ from this one, by what they told last. */
final class Differences {
  private static final int TOLD_MAX = 8;

  private final Map<String, String> own;
  private final Map<NodeId, List<String>> sentences = new TreeMap<>();

  Differences(Map<String, String> own) {
    this.own = own;
  }

  /** Whether this member has told nothing since it is in the ring. */
  boolean isNew(NodeId other) {
    return !sentences.containsKey(other);
  }

  /** A member tells its settings; a sentence for each that differs. */
  List<String> told(NodeId other, Map<String, String> theirs) {
    List<String> found = new ArrayList<>();
    for (String key : SharedSettings.differing(own, theirs)) {
      found.add(
          key
              + " is "
              + own.get(key)
              + " here and "
              + theirs.get(key)
              + " at member "
              + other
              + ": give all members of a ring the same value");
    }
    sentences.put(other, found);
    return found;
  }

  /** These are in the ring: what others have set no longer matters. */
  void present(Collection<NodeId> members) {
    sentences.keySet().retainAll(members);
  }

  /** A sentence for each difference of today, and how many more there are. */
  List<String> sentences() {
    List<String> all = new ArrayList<>();
    sentences.values().forEach(all::addAll);
    int more = all.size() - TOLD_MAX;
    if (more <= 0) {
      return all;
    }
    List<String> first = new ArrayList<>(all.subList(0, TOLD_MAX));
    first.add(more + " more settings differ between members: see evs doctor");
    return first;
  }
}
