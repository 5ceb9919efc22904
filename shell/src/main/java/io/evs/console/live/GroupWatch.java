package io.evs.console.live;

import io.evs.Group;
import io.evs.GroupMember;
import io.evs.console.words.EventWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Tells what has changed in groups since they were looked at before. */
final class GroupWatch {
  private final Consumer<String> changes;
  private Map<Group, List<GroupMember>> before = Map.of();

  GroupWatch(Consumer<String> changes) {
    this.changes = changes;
  }

  void see(Map<Group, List<GroupMember>> now) {
    TreeSet<Group> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (Group group : names) {
      List<GroupMember> old = before.getOrDefault(group, List.of());
      List<GroupMember> current = now.getOrDefault(group, List.of());
      List<GroupMember> joined = new ArrayList<>(current);
      joined.removeAll(old);
      List<GroupMember> left = new ArrayList<>(old);
      left.removeAll(current);
      if (!joined.isEmpty() || !left.isEmpty()) {
        String text = group + ":";
        text += joined.isEmpty() ? "" : " joined " + EventWords.members(joined);
        text += joined.isEmpty() || left.isEmpty() ? "" : ";";
        text += left.isEmpty() ? "" : " left " + EventWords.members(left);
        changes.accept(text);
      }
    }
    before = new TreeMap<>(now);
  }
}
