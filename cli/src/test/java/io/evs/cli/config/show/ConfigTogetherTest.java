package io.evs.cli.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are allowed, but not together. */
@Timeout(60)
class ConfigTogetherTest {
  @TempDir Path folder;

  /** Issue 14: {@code config show} printed what {@code evs node} refuses. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quorum: {expected_votes: 3, votes: 4} | 2 | quorum.votes 4 of this node alone
          quorum: {expected_votes: 3, policy: two-node} | 2 | two-node needs quorum.expected_votes 2
          quorum: {expected_votes: 2, votes: 2, policy: two-node} | 2 | quorum.votes 1 or 0
          quorum: {votes: 2} | 2 | quorum.expected_votes is not set
          health: {require: quorum} | 2 | quorum.expected_votes is not set
          quorum: {expected_votes: 3, policy: last-known-majority, wait_for_all: true} | 2 | leave it out
          security: {suite: aes-256-gcm} | 4 | needs a key
          security: {keyring: keys} | 2 | security.keyring without security.keyfile
          security: {suite: sober128-hmac-sha1, keyfile: key, keyring: keys} | 4 | knows one key only
          ring: {block_unlisted: true} | 2 | block_unlisted without peers
          totem: {token: 100ms, token_retransmit: 200ms} | 2 | must be below token 100ms
          totem: {window_size: 10, max_messages: 20} | 2 | is above window_size 10
          node: {bind: 10.77.0.1} | 2 | no peers are configured
          peers: [10.77.0.2] | 2 | 10.77.0.2 cannot be reached from 127.0.0.1
          node: {name: " "} | 2 | use 1 to 255
          """)
  void whatANodeRefusesIsRefusedWhereItIsLookedAt(String content, int exit, String message)
      throws IOException {
    Path file = Files.writeString(folder.resolve("evs.yaml"), content + "\n");
    Path socket = folder.resolve("s");
    for (String[] command :
        new String[][] {
          {"config", "show"},
          {"config", "explain"},
          {"node", "--insecure", "--socket", socket.toString()}
        }) {
      Run run =
          new Run().with("EVS_CONFIG", file.toString()).without("EVS_IPC_SOCKET").evs(command);
      assertThat(run.exit()).as(run.describe()).isEqualTo(exit);
      assertThat(run.err()).contains(message);
      assertThat(run.out()).isEmpty();
      assertThat(socket).doesNotExist();
    }
  }

  /** What is shown without a quorum asked for one when it was read again. */
  @Test
  void whatIsShownIsAccepted() throws IOException {
    String shown = new Run().evs("config", "show", "--origin").out();
    Path file = Files.writeString(folder.resolve("evs.yaml"), shown);
    Run run = new Run().evs("config", "show", "--config", file.toString());
    assertThat(run.exit()).as(run.describe()).isZero();
    assertThat(run.out()).contains("  # votes: 1\n", "  # policy: majority\n");
  }

  @Test
  void aSocketWhosePathIsTooLongIsRefused() {
    Run run = new Run().with("EVS_IPC_SOCKET", "/" + "x".repeat(100)).evs("config", "show");
    assertThat(run.exit()).as(run.describe()).isEqualTo(2);
    assertThat(run.err()).contains("use at most 100");
  }

  @Test
  void twoNodesMaySayThatTheyWaitForEachOther() {
    Run run =
        new Run()
            .with("EVS_QUORUM_EXPECTED_VOTES", "2")
            .with("EVS_QUORUM_POLICY", "two-node")
            .with("EVS_QUORUM_WAIT_FOR_ALL", "true")
            .evs("config", "show");
    assertThat(run.exit()).as(run.describe()).isZero();
  }

  /** Issue 14: four nodes, of which two were expected, said nothing. */
  @Test
  void moreListedNodesThanVotesAreToldBesideTheResult() {
    Run run =
        new Run()
            .with("EVS_NODE_BIND", "10.77.0.1")
            .with("EVS_PEERS", "10.77.0.1,10.77.0.2,10.77.0.3,10.77.0.4")
            .with("EVS_QUORUM_EXPECTED_VOTES", "2")
            .evs("config", "show");
    assertThat(run.exit()).as(run.describe()).isZero();
    assertThat(run.out()).contains("expected_votes: 2");
    assertThat(run.err())
        .isEqualTo(
            "evs: peers lists 4 nodes, which have 4 votes if each other one has 1, more than"
                + " quorum.expected_votes 2: the ring of all is never primary, and two parts of it"
                + " can be at the same time; set quorum.expected_votes to the votes of all nodes, at"
                + " all nodes\n");
  }
}
