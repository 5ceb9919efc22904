package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Group;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageFlyweightTest {
  private static boolean wraps(int groups) {
    List<Group> names = IntStream.range(0, groups).mapToObj(each -> new Group("g" + each)).toList();
    byte[] bytes = new byte[ServiceMessage.headerLength(names)];
    ServiceMessage.writeHeader(bytes, 0, 7, 1, names);
    return new MessageFlyweight().wrap(bytes, 0, bytes.length);
  }

  /** SEC-M7: buffers are made for 50 groups; a message with more ended the server of clients. */
  @Test
  void aMessageOfMoreGroupsThanAnyClientMaySendToIsMalformed() {
    assertThat(wraps(1)).isTrue();
    assertThat(wraps(50)).isTrue();
    assertThat(wraps(51)).isFalse();
    assertThat(wraps(255)).isFalse();
  }

  /** The groups of the last message are kept, and are not taken for those of another. */
  @Test
  void theGroupsAreThoseOfTheMessageAtHand() {
    MessageFlyweight view = new MessageFlyweight();
    List<List<Group>> row =
        List.of(
            List.of(),
            List.of(new Group("a")),
            List.of(new Group("a")),
            List.of(new Group("b")),
            List.of(new Group("a"), new Group("b")),
            List.of(new Group("ab")),
            List.of(),
            List.of(new Group("a")));
    for (List<Group> groups : row) {
      byte[] bytes = new byte[5 + ServiceMessage.headerLength(groups) + 1];
      ServiceMessage.writeHeader(bytes, 5, 7, 1, groups);
      // What follows the names is the payload, whatever it looks like.
      bytes[bytes.length - 1] = 1;
      assertThat(view.wrap(bytes, 5, bytes.length - 5)).isTrue();
      assertThat(view.groups()).isEqualTo(groups);
      assertThat(view.groups()).isSameAs(view.groups());
    }
  }
}
