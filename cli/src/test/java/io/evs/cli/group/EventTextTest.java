package io.evs.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private static final RingId OLD = new RingId(1, 8);
  private static final RingId NEW = new RingId(1, 12);
  private static final GroupMember SENDER = new GroupMember(NodeId.of(2), 815);

  private static final ConfigurationChange TRANSITIONAL =
      new ConfigurationChange(
          ConfigurationChange.Kind.TRANSITIONAL,
          OLD,
          Optional.of(NEW),
          List.of(NodeId.of(1), NodeId.of(2)),
          List.of(),
          List.of(NodeId.of(3)));

  private static Delivery delivery(byte[] payload) {
    return new Delivery(List.of(new Group("chat")), SENDER, Guarantee.SAFE, OLD, -1, payload);
  }

  @Test
  void configurationsAreTheJsonOfTheContract() {
    assertThat(new EventJson(Optional.empty()).configuration(TRANSITIONAL))
        .isEqualTo(
            "{\"schema\":1,\"command\":\"group\",\"event\":\"configuration\",\"kind\":\"transitional\",\"ring\":{\"representative\":1,"
                + "\"sequence\":8},\"next\":{\"representative\":1,\"sequence\":12},\"members\":[1,2],"
                + "\"joined\":[],\"left\":[3]}");
    assertThat(
            new EventJson(Optional.empty())
                .configuration(
                    new ConfigurationChange(
                        ConfigurationChange.Kind.REGULAR,
                        OLD,
                        Optional.empty(),
                        List.of(NodeId.of(1), NodeId.of(0xffff_ffffL)),
                        List.of(NodeId.of(0xffff_ffffL)),
                        List.of())))
        .isEqualTo(
            "{\"schema\":1,\"command\":\"group\",\"event\":\"configuration\",\"kind\":\"regular\",\"ring\":{\"representative\":1,"
                + "\"sequence\":8},\"members\":[1,4294967295],\"joined\":[4294967295],\"left\":[],"
                + "\"primary\":null}");
  }

  @Test
  void regularConfigurationsSayWhetherTheyArePrimary() {
    ConfigurationChange regular =
        new ConfigurationChange(
            ConfigurationChange.Kind.REGULAR,
            OLD,
            Optional.empty(),
            List.of(NodeId.of(1)),
            List.of(),
            List.of());
    EventText text = new EventText(false, false, Optional.empty());
    EventJson json = new EventJson(Optional.empty());
    assertThat(json.configuration(regular.withPrimary(true))).endsWith("\"primary\":true}");
    assertThat(json.configuration(regular.withPrimary(false))).endsWith("\"primary\":false}");
    assertThat(text.configuration(regular.withPrimary(true)))
        .isEqualTo("-- ring 1:8: members 1; primary");
    assertThat(text.configuration(regular.withPrimary(false)))
        .isEqualTo("-- ring 1:8: members 1; not primary");
  }

  @Test
  void messagesThatAreNoTextAreBase64() {
    assertThat(new EventJson(Optional.empty()).message(delivery(new byte[] {(byte) 0xff, 0})))
        .contains("\"guarantee\":\"safe\"", "\"sequence\":4294967295", "\"base64\":\"/wA=\"");
    assertThat(
            new EventText(false, false, Optional.empty())
                .message(delivery(new byte[] {(byte) 0xff})))
        .isEqualTo("2/815: (1 bytes) /w==");
  }

  /** NEW-B15: every other document had the schema. NEW-C: listen had no time stamps. */
  @Test
  void linesCanSayWhenTheyWerePrinted() {
    Instant at = Instant.parse("2026-01-02T15:00:00.5Z");
    Delivery hi = delivery("hi".getBytes());
    assertThat(new EventJson(Optional.of(() -> at)).message(hi))
        .startsWith(
            "{\"schema\":1,\"command\":\"group\",\"at\":\"2026-01-02T15:00:00.500Z\",\"event\"");
    EventText text = new EventText(false, false, Optional.of(() -> at));
    assertThat(text.message(hi)).isEqualTo("2026-01-02T15:00:00.500Z 2/815: hi");
    assertThat(text.configuration(TRANSITIONAL)).startsWith("2026-01-02T15:00:00.500Z -- ring");
    assertThat(new MessageFormat("%t %p", false, () -> at).apply(hi))
        .isEqualTo("2026-01-02T15:00:00.500Z hi".getBytes());
  }

  @Test
  void linesForPeople() {
    EventText text = new EventText(false, true, Optional.empty());
    assertThat(text.configuration(TRANSITIONAL))
        .isEqualTo("-- ring 1:8 ends; to ring 1:12 with 1, 2 (left 3)");
    assertThat(text.message(delivery("hi".getBytes()))).isEqualTo("[chat] 2/815: hi");
    assertThat(
            text.membership(
                new GroupChange(
                    new Group("chat"),
                    List.of(),
                    List.of(),
                    List.of(new GroupChange.Change(SENDER, GroupChange.Reason.NODE_DOWN)))))
        .isEqualTo("-- chat: nobody (left 2/815: node_down)");
  }

  @Test
  void messagesCannotMoveTheCursorOfATerminal() {
    assertThat(
            new EventText(false, false, Optional.empty())
                .message(delivery("a\u001b[2Jb\nc".getBytes())))
        .isEqualTo("2/815: a\\x1b[2Jb\\nc");
  }

  /** SEC-L12: direction, C1 and separators of lines are shown, not acted on. */
  @Test
  void groupsAndPayloadsCannotTurnTheTextAroundThem() {
    Delivery evil =
        new Delivery(
            List.of(new Group("a\u202eb")),
            SENDER,
            Guarantee.AGREED,
            new io.evs.RingId(1, 8),
            7,
            "x\u009by\u2028z".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(new EventText(false, true, Optional.empty()).message(evil))
        .isEqualTo("[a\\u202eb] 2/815: x\\x9by\\u2028z");
  }
}
