package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTableTest {
  private final GroupTable table = new GroupTable();
  private final GroupMember member = new GroupMember(new NodeId(1), 7);
  private final GroupMember other = new GroupMember(new NodeId(1), 8);

  private static Group group(String name) {
    return new Group(name);
  }

  /** SEC-M4: the end of a process is looked up by the process, and still in the order of names. */
  @Test
  void aProcessThatEndsLeavesItsGroupsInOrderOfTheirNames() {
    table.join(member, group("c"));
    table.join(other, group("b"));
    table.join(member, group("a"));
    table.join(member, group("b"));
    table.join(member, group("d"));
    table.leave(member, group("d"));
    List<GroupChange> changes = table.down(member);
    assertThat(changes)
        .extracting(GroupChange::group)
        .containsExactly(group("a"), group("b"), group("c"));
    assertThat(changes.get(1).members()).containsExactly(other);
    assertThat(table.down(member)).isEmpty();
    assertThat(table.snapshot()).containsOnlyKeys(group("b"));
  }
}
