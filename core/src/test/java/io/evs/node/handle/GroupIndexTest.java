package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Group;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GroupIndexTest {
  private final GroupIndex<String> index = new GroupIndex<>();

  @Test
  void findsWhoIsInAGroupByBytesInTheMiddleOfOthers() {
    index.add(new Group("chat"), "a");
    index.add(new Group("chat"), "b");
    index.add(new Group("cha"), "c");
    byte[] packet = "..chat..".getBytes(StandardCharsets.UTF_8);
    assertThat(index.find(packet, 2, 4)).containsExactlyInAnyOrder("a", "b");
    assertThat(index.find(packet, 2, 3)).containsExactly("c");
    assertThat(index.find(packet, 1, 4)).isEmpty();
    index.remove(new Group("chat"), "a");
    index.remove(new Group("chat"), "nobody");
    assertThat(index.find(new Group("chat"))).containsExactly("b");
    index.remove(new Group("chat"), "b");
    assertThat(index.find(new Group("chat"))).isEmpty();
    assertThat(index.find(new Group("cha"))).containsExactly("c");
  }

  @Test
  void keepsAsManyAsANodeMayHaveWhateverComesAndGoes() {
    for (int i = 0; i < 4096; i++) {
      index.add(new Group("g" + i), "m" + i);
    }
    for (int i = 0; i < 4096; i += 2) {
      index.remove(new Group("g" + i), "m" + i);
    }
    for (int i = 0; i < 4096; i++) {
      assertThat(index.find(new Group("g" + i)).contains("m" + i)).isEqualTo(i % 2 == 1);
    }
  }
}
