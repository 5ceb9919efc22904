package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScriptShellTest {
  @TempDir Path state;
  private LoneMember member;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void start() {
    member = new LoneMember(state);
  }

  @AfterEach
  void end() {
    member.close();
  }

  private List<String> run(String... lines) {
    byte[] script = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try {
      ScriptShell.run(
          member.node(),
          new ByteArrayInputStream(script),
          new PrintStream(out, true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output();
  }

  /** FIELD-30 (e): a script as editors of other systems write it. */
  @Test
  void byteOrderMarkAndCarriageReturnsAreNoPartOfCommands() {
    assertThat(run("\uFEFFhelp join\r", "help leave\r"))
        .contains("join GROUP...", "leave GROUP...");
  }

  /** NEW-B14: the commands' words were unknown in the shell. */
  @Test
  void wordsOfTheCommandsAreVerbsToo() {
    assertThat(run("status", "key", "quit", "nonsense that is not reached"))
        .anyMatch(line -> line.startsWith("ring "))
        .contains("the ring has no key");
    assertThat(fails("history")).hasMessageContaining("a script has no screen");
    assertThat(fails("clear")).hasMessageContaining("a script has no screen");
    assertThat(fails("history 0")).hasMessageContaining("not a number of lines");
  }

  private List<String> output() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private ShellException fails(String... lines) {
    return catchThrowableOfType(ShellException.class, () -> run(lines));
  }

  @Test
  void verbsRunInOrderWithWhatTheyCauseBetweenThem() {
    List<String> lines =
        run(
            "# a comment",
            "",
            "join chat 'two words'",
            "send chat  good   morning",
            "send --guarantee safe 'chat,two words' \"quoted  blanks\"",
            "groups",
            "leave chat",
            "members",
            "   exit",
            "nonsense that is not reached");
    assertThat(lines).noneMatch(line -> line.contains("evs-"));
    assertThat(lines.stream().filter(line -> !line.startsWith("-- ring")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("-- chat: 7/").endsWith(": join)"),
            line -> assertThat(line).startsWith("-- two words: 7/"),
            line -> assertThat(line).startsWith("[chat] 7/").endsWith(": good morning"),
            // NEW-A4: to whom it went, which the shell did not say.
            line -> assertThat(line).isEqualTo("-- delivered, but nobody else was in chat"),
            line -> assertThat(line).startsWith("[chat,two words] 7/").endsWith("quoted  blanks"),
            line -> assertThat(line).endsWith("nobody else was in chat,two words"),
            line -> assertThat(line).matches("\\* chat +1"),
            line -> assertThat(line).matches("\\* two words +1"),
            line -> assertThat(line).startsWith("-- chat: nobody").contains("leave"),
            line -> assertThat(line).matches("7 +127\\.0\\.0\\.1:\\d+ {2}here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jion chat|2|\"jion\" is not a verb; did you mean join?",
        "zzzzzz|2|\"zzzzzz\" is not a verb; see help",
        "join|2|too few words; usage: join GROUP...",
        "groups now|2|too many words; usage: groups",
        "leave chat|2|group \"chat\" was not joined",
        "send --guarantee fifo chat hi|2|option --guarantee: \"fifo\" is not allowed; it must be agreed or safe",
        "send --loud chat hi|2|unknown option --loud; see help send",
        "send --guarantee|2|option --guarantee needs a value; see help send",
        "send chat 'open|2|a quote is not closed",
        "join 123456789012345678901234567890123|2|group name \"123456789012345678901234567890123\" has 33 bytes; use 1 to 32",
        "members nobody|1|nobody is in group nobody; see groups",
        "watch|2|watch in a script needs --count",
        "watch --count 2 --every 5|2|option --every: \"5\" is not allowed; it must be a duration such as 250ms, 2s or 1m",
        "bench --count 0|2|option --count: \"0\" is not allowed; it must be from 1 to 100000000",
        "bench --count x|2|option --count: \"x\" is not allowed; it must be a whole number from 1 to 100000000",
        "stats --node 9|1|node 9 is not in the ring; see members",
        "stats --node x|2|option --node: \"x\" is not allowed; it must be a node id",
        "help jion|2|\"jion\" is not a verb; did you mean join?",
      })
  void theFirstLineThatFailsEndsTheScriptWithItsNumber(String line, int exit, String message) {
    ShellException error = fails("groups", "", line, "join never");
    assertThat(error).hasMessage("line 3: " + message);
    assertThat(error.exit()).isEqualTo(exit);
    assertThat(output()).contains("no groups").noneMatch(each -> each.contains("never"));
  }

  @Test
  void figuresComeFromTheMember() {
    List<String> lines =
        run(
            "bench --count 300 --size 1000",
            "bench --count 20 --safe",
            "watch --count 2 --every 20ms",
            "stats messages_",
            "stats --node 7 nothing_like_this",
            "ring");
    assertThat(lines)
        .anyMatch(line -> line.matches("300 messages of 1000 bytes in .*agreed, 1 m.*"));
    assertThat(lines).anyMatch(line -> line.matches("20 messages of 100 bytes in .*safe, 1 mem.*"));
    assertThat(lines.stream().filter(line -> line.endsWith("OPERATIONAL"))).hasSize(3);
    // 320 of bench, and one before and one behind each of the two.
    assertThat(lines).contains(String.format("%-36s %d", "messages_submitted", 324));
    assertThat(lines).contains("no counter with \"nothing_like_this\" that is not 0");
    assertThat(lines).contains("node       7 seven", "security   none", "members    7");
  }

  @Test
  void aMemberThatIsGoneIsToldInOneSentence() {
    member.node().close();
    assertThat(catchThrowableOfType(RuntimeException.class, () -> run("groups")))
        .hasMessageNotContaining("Exception")
        .isNotNull();
  }
}
