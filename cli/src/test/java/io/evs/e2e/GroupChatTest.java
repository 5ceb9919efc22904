package io.evs.e2e;

import static io.evs.e2e.Chat.CONFIGURATION;
import static io.evs.e2e.Chat.MESSAGE;
import static io.evs.e2e.Chat.awaitMembers;
import static io.evs.e2e.Chat.everybodySays;
import static io.evs.e2e.Chat.is;
import static io.evs.e2e.Chat.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that join one group on one host. */
@Timeout(180)
class GroupChatTest extends E2e {
  /** Token and consensus time-out, and what a busy machine needs to run anything at all. */
  private final Map<String, String> ring = LoopbackRing.unique();

  private EvsProcess join(String... more) {
    String[] words =
        Stream.concat(Stream.of("group", "join", "chat", "--json"), Stream.of(more))
            .toArray(String[]::new);
    return start(evs(words).with(ring));
  }

  @Test
  void membersStartedAtOnceFormOneGroupAndSeeTheSameLinesInTheSameOrder() {
    EvsProcess one = join();
    EvsProcess two = join();
    EvsProcess three = join("--guarantee", "safe");
    awaitMembers(3, one, two, three);
    everybodySays("all", one, two, three);
    for (EvsProcess chat : List.of(one, two, three)) {
      chat.endInput();
      assertThat(chat.awaitExit()).as(chat.describe()).isZero();
      assertThat(chat.errors()).doesNotContain("evs:", "Exception");
    }
  }

  @Test
  void aKilledMemberGivesOneTransitionalAndOneRegularConfigurationAndComesBack() {
    EvsProcess one = join();
    EvsProcess two = join();
    EvsProcess three = join();
    awaitMembers(3, one, two, three);
    everybodySays("before", one, two, three);
    int configurations = one.events(CONFIGURATION).size();
    int twos = two.events(CONFIGURATION).size();

    three.kill();
    awaitMembers(2, one, two);
    everybodySays("between", one, two);
    assertOneChange(one, configurations);
    assertOneChange(two, twos);
    JsonNode membership = one.events(is("membership")).get(one.events(is("membership")).size() - 1);
    assertThat(membership.get("left").get(0).get("reason").asText()).isEqualTo("node_down");

    EvsProcess again = join();
    awaitMembers(3, one, two, again);
    everybodySays("after", one, two, again);
  }

  private static void assertOneChange(EvsProcess chat, int before) {
    List<JsonNode> changes = chat.events(CONFIGURATION);
    changes = changes.subList(before, changes.size());
    assertThat(changes).as(chat.describe()).hasSize(2);
    JsonNode transitional = changes.get(0);
    JsonNode regular = changes.get(1);
    assertThat(transitional.get("kind").asText()).isEqualTo("transitional");
    assertThat(transitional.get("members")).hasSize(2);
    assertThat(transitional.get("left")).hasSize(1);
    assertThat(regular.get("kind").asText()).isEqualTo("regular");
    assertThat(regular.get("members")).hasSize(2);
    assertThat(regular.get("ring")).isEqualTo(transitional.get("next"));
  }

  @Test
  void ctrlCLeavesWithoutATimeOut() {
    // So long that who leaves without a word is found missing only after the patience of this test.
    ring.put("EVS_TOTEM_TOKEN", "90s");
    EvsProcess one = join();
    awaitMembers(1, one);
    EvsProcess two = join();
    awaitMembers(2, one, two);
    EvsProcess three = join();
    awaitMembers(3, one, two, three);
    three.interrupt();
    assertThat(three.awaitExit()).as(three.describe()).isEqualTo(130);
    awaitMembers(2, one, two);
    two.terminate();
    assertThat(two.awaitExit()).as(two.describe()).isEqualTo(143);
    awaitMembers(1, one);
    assertThat(three.errors() + two.errors()).doesNotContain("evs:", "Exception");
  }

  @Test
  void aMessageOfOneMebibyteAndAnEmptyOneArriveIntact() {
    EvsProcess one = join();
    awaitMembers(1, one);
    byte[] large = new byte[1 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ('a' + i % 23);
    }
    EvsProcess sent = evs("group", "send", "chat", "-", "--json").with(ring).run(large);
    assertThat(sent.exit()).as(sent.describe()).isZero();
    assertThat(sent.document().get("payload_bytes").asLong()).isEqualTo(1 << 20);
    assertThat(evs("group", "send", "chat", "").with(ring).run().exit()).isZero();
    one.awaitThat("both messages", p -> p.events(MESSAGE).size() == 2);
    assertThat(texts(one, ""))
        .containsExactly(new String(large, java.nio.charset.StandardCharsets.US_ASCII), "");
  }
}
