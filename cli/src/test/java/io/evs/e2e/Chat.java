package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/** What is common to tests with processes that run {@code evs group join chat --json}. */
final class Chat {
  static final Predicate<JsonNode> MESSAGE = is("message");
  static final Predicate<JsonNode> CONFIGURATION = is("configuration");

  private static final int LINES = 20;

  private Chat() {}

  static Predicate<JsonNode> is(String event) {
    return line -> line.get("event").asText().equals(event);
  }

  /** Waits until the last membership that each of them printed has that size. */
  static void awaitMembers(int count, EvsProcess... chats) {
    for (EvsProcess chat : chats) {
      chat.awaitThat(count + " in the group", p -> membersIn(p) == count);
    }
  }

  private static int membersIn(EvsProcess chat) {
    List<JsonNode> changes = chat.events(is("membership"));
    return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).get("members").size();
  }

  /** The texts with that prefix that it has printed, in order. */
  static List<String> texts(EvsProcess chat, String prefix) {
    return chat.events(MESSAGE).stream()
        .map(message -> message.get("text").asText())
        .filter(text -> text.startsWith(prefix))
        .toList();
  }

  /** Each sends lines; all must print all of them, in the same order. */
  static void everybodySays(String prefix, EvsProcess... chats) {
    for (int line = 0; line < LINES; line++) {
      for (int i = 0; i < chats.length; i++) {
        chats[i].type(prefix + " " + i + " " + line);
      }
    }
    int all = LINES * chats.length;
    for (EvsProcess chat : chats) {
      chat.awaitThat(all + " lines", p -> texts(p, prefix).size() == all);
      assertThat(texts(chat, prefix)).isEqualTo(texts(chats[0], prefix)).doesNotHaveDuplicates();
    }
  }
}
