package io.evs.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.console.words.EventWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFormatTest {
  private static final String EVIL =
      "pay \u202e0001\u001b]0;owned\u0007\u001b[2J\u009b6n\u2028\r\n";
  private static final String SHOWN =
      "pay \\u202e0001\\x1b]0;owned\\x07\\x1b[2J\\x9b6n\\u2028\\r\\n";

  private static Delivery delivery(byte[] payload) {
    return new Delivery(
        List.of(new Group("a\u202eb"), new Group("c")),
        new GroupMember(NodeId.of(2), 815),
        Guarantee.SAFE,
        new RingId(1, 8),
        -1,
        payload);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** FIELD-35: what others sent acted on the terminal, with --format %p and in part without. */
  @Test
  void aTerminalIsShownWhatBytesWouldDo() {
    Delivery evil = delivery(bytes(EVIL));
    assertThat(
            new MessageFormat("%g %p\\n", /* terminal= */ true, java.time.Instant::now).apply(evil))
        .isEqualTo(bytes("a\\u202eb,c " + SHOWN + "\n"));
    assertThat(new EventText(false, false, java.util.Optional.empty()).message(evil))
        .isEqualTo("2/815: " + SHOWN);
    assertThat(EventWords.message(evil)).isEqualTo("[a\\u202eb,c] 2/815: " + SHOWN);
  }

  @Test
  void aTerminalIsToldTheSizeOfWhatIsNoText() {
    assertThat(
            new MessageFormat("%p", /* terminal= */ true, java.time.Instant::now)
                .apply(delivery(new byte[] {-101, 27})))
        .isEqualTo(bytes("(2 bytes) mxs="));
  }

  @Test
  void aPipeGetsTheBytesThatWereSent() {
    byte[] any = new byte[256];
    for (int i = 0; i < any.length; i++) {
      any[i] = (byte) i;
    }
    assertThat(
            new MessageFormat("%p", /* terminal= */ false, java.time.Instant::now)
                .apply(delivery(any)))
        .isEqualTo(any);
    assertThat(
            new MessageFormat("%g\\t%p", /* terminal= */ false, java.time.Instant::now)
                .apply(delivery(bytes(EVIL))))
        .isEqualTo(bytes("a\u202eb,c\t" + EVIL));
  }

  @Test
  void lettersStandForFields() {
    assertThat(
            new MessageFormat("%s %n %r %d %l %% \\\\", false, java.time.Instant::now)
                .apply(delivery(new byte[3])))
        .isEqualTo(bytes("2/815 4294967295 1:8 safe 3 % \\"));
  }
}
