package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VerbCompleterTest {
  @TempDir Path state;
  private LoneMember member;
  private ShellSession session;

  @BeforeEach
  void start() throws InterruptedException {
    member = new LoneMember(state);
    session = new ShellSession(member.node(), line -> {}, true);
    session.handle().join(List.of(new Group("chat"), new Group("news")));
    session.settle();
  }

  @AfterEach
  void end() {
    session.close();
    member.close();
  }

  private List<String> offered(String line) {
    List<Candidate> candidates = new ArrayList<>();
    new VerbCompleter(session)
        .complete(
            null,
            Interpreter.parser().parse(line, line.length(), Parser.ParseContext.COMPLETE),
            candidates);
    return candidates.stream().map(Candidate::value).toList();
  }

  @Test
  void theFirstWordIsAVerb() {
    assertThat(offered(""))
        .containsExactlyElementsOf(VerbTable.ALL.stream().map(Verb::name).toList());
    assertThat(offered("no-verb x")).isEmpty();
  }

  @Test
  void groupsMembersAndCountersComeFromTheRing() {
    assertThat(offered("join ")).containsExactly("chat", "news");
    assertThat(offered("join chat ")).containsExactly("chat", "news");
    assertThat(offered("leave ")).containsExactly("chat", "news");
    assertThat(offered("members ")).containsExactly("chat", "news");
    assertThat(offered("members chat ")).isEmpty();
    assertThat(offered("stats --node ")).containsExactly("7");
    assertThat(offered("stats tok")).contains("tokens", "--node");
  }

  @Test
  void aListOfGroupsIsCompletedBehindItsLastComma() {
    assertThat(offered("send ")).containsExactly("--guarantee", "chat", "news");
    assertThat(offered("send chat,n")).contains("chat,chat", "chat,news");
    assertThat(offered("send chat text")).isEmpty();
  }

  @Test
  void optionsAreOfferedOnceAndTheirValuesBehindThem() {
    assertThat(offered("send --")).contains("--guarantee");
    assertThat(offered("send --guarantee ")).containsExactly("agreed", "safe");
    assertThat(offered("send --guarantee safe ")).containsExactly("chat", "news");
    assertThat(offered("bench --safe ")).containsExactly("--size", "--count");
    assertThat(offered("bench --size ")).isEmpty();
  }

  @Test
  void helpIsOfferedVerbs() {
    assertThat(offered("help ")).contains("join", "bench", "exit");
    assertThat(offered("help join ")).isEmpty();
  }

  @Test
  void aMemberThatIsGoneHasNoCounters() {
    member.node().close();
    assertThat(offered("stats ")).containsExactly("--node");
  }
}
