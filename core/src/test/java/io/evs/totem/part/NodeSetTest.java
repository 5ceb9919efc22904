package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sets and maps of node ids, which are unsigned. */
class NodeSetTest {
  private static final int HIGH = 0x8000_0001;
  private static final int[] SET = {1, 5, HIGH, -1};

  @Test
  void idsAreUnsigned() {
    assertThat(NodeSet.of(-1, 5, HIGH, 1, 5)).containsExactly(SET);
    assertThat(NodeSet.indexOf(SET, HIGH)).isEqualTo(2);
    assertThat(NodeSet.contains(SET, -1)).isTrue();
    assertThat(NodeSet.contains(SET, 0)).isFalse();
    assertThat(NodeSet.indexOf(SET, 4)).isEqualTo(-2);
    assertThat(NodeSet.indexOf(NodeSet.EMPTY, 4)).isEqualTo(-1);
  }

  @Test
  void aSetIsNotChangedButReplaced() {
    int[] given = {1, 2};
    int[] set = NodeSet.of(given);
    given[0] = 9;
    assertThat(set).containsExactly(1, 2);
    assertThat(NodeSet.add(set, 2)).isSameAs(set);
    assertThat(NodeSet.add(set, HIGH)).containsExactly(1, 2, HIGH);
    assertThat(set).containsExactly(1, 2);
  }

  @Test
  void setOperations() {
    int[] other = {2, 5, -1};
    assertThat(NodeSet.union(SET, other)).containsExactly(1, 2, 5, HIGH, -1);
    assertThat(NodeSet.minus(SET, other)).containsExactly(1, HIGH);
    assertThat(NodeSet.minus(SET, 5)).containsExactly(1, HIGH, -1);
    assertThat(NodeSet.intersection(SET, other)).containsExactly(5, -1);
    assertThat(NodeSet.isSubset(new int[] {1, -1}, SET)).isTrue();
    assertThat(NodeSet.isSubset(other, SET)).isFalse();
    assertThat(NodeSet.isSubset(NodeSet.EMPTY, NodeSet.EMPTY)).isTrue();
  }

  @Test
  void aMapIsOrderedByUnsignedId() {
    NodeMap<String> map = new NodeMap<>();
    map.put(-1, "last");
    map.put(HIGH, "third");
    map.put(5, "second");
    map.put(1, "first");
    map.put(5, "second again");
    List<String> values = new ArrayList<>();
    map.forEach(values::add);
    assertThat(values).containsExactly("first", "second again", "third", "last");
    assertThat(map.size()).isEqualTo(4);
    assertThat(map.get(HIGH)).isEqualTo("third");
    assertThat(map.get(2)).isNull();
    map.clear();
    assertThat(map.size()).isZero();
    assertThat(map.get(1)).isNull();
  }
}
