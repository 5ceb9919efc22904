package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong input of every kind: one sentence, one exit status, and the same as JSON. */
@Timeout(120)
class CommandErrorsTest extends E2e {
  private final Map<String, String> ring = LoopbackRing.unique();

  /** Runs it, and with --json in this process, and checks what all errors have in common. */
  private void fails(int exit, List<String> parts, byte[] input, String... words)
      throws IOException {
    EvsProcess plain = evs(words).with(ring).run(input);
    assertThat(plain.exit()).as(plain.describe()).isEqualTo(exit);
    assertThat(plain.output()).isEmpty();
    List<EvsProcess.Line> lines = plain.errorLines();
    assertThat(lines.size()).as(plain.describe()).isBetween(1, 2);
    assertThat(lines.get(0).text()).startsWith("evs: ");
    assertThat(plain.errors()).contains(parts).doesNotContain("Exception", "\tat ");

    List<String> more = new ArrayList<>(Arrays.asList(words));
    more.add("--json");
    Run json = evs(more.toArray(new String[0])).with(ring).here(input);
    assertThat(json.exit()).as(json.describe()).isEqualTo(exit);
    assertThat(json.out()).isEmpty();
    assertThat(json.err().lines()).as(json.describe()).hasSize(1);
    JsonNode error = new ObjectMapper().readTree(json.err());
    assertThat(error.get("exit").asInt()).isEqualTo(exit);
    String whole = error.get("error").asText() + " " + error.path("hint").asText();
    assertThat(whole).contains(parts);
  }

  private void fails(int exit, List<String> parts, String... words) throws IOException {
    fails(exit, parts, new byte[0], words);
  }

  private Path yaml(String... lines) throws IOException {
    return Files.writeString(home.resolve("evs.yaml"), String.join("\n", lines) + "\n");
  }

  @Test
  void aWrongKeyNamesFileLineAndKey() throws IOException {
    Path file = yaml("node:", "  id: 1", "  prot: 5405");
    fails(
        2,
        List.of(file + ":3: ", "node.prot", "node.port"),
        "group",
        "listen",
        "chat",
        "--config",
        file.toString());
  }

  @Test
  void aWrongValueNamesFileLineKeyValueAndWhatIsAllowed() throws IOException {
    Path file = yaml("totem:", "  token: soon");
    fails(2, List.of(file + ":2: totem.token", "soon", "must be"), "bench", "--config", "" + file);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      ring.put("EVS_NODE_PORT", port);
      fails(3, List.of(port, "in use"), "group", "listen", "chat");
    }
  }

  @Test
  void anInterfaceThatDoesNotExistIsNamed() throws IOException {
    ring.put("EVS_NODE_BIND", "evs-none0");
    fails(2, List.of("evs-none0"), "group", "listen", "chat", "--insecure");
  }

  @Test
  void anAddressOfAnotherHostIsNamed() throws IOException {
    ring.put("EVS_NODE_BIND", "198.51.100.77");
    fails(2, List.of("198.51.100.77"), "group", "listen", "chat", "--insecure");
  }

  @Test
  void aStateFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    ring.put("EVS_NODE_STATE_DIR", file.resolve("state").toString());
    fails(4, List.of(file.toString()), "group", "listen", "chat");
  }

  @Test
  void aRingWithoutAKeyStaysOnLoopback() throws IOException {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(own.isPresent(), "this machine has no address but loopback");
    ring.put("EVS_NODE_BIND", own.get().getHostAddress());
    fails(4, List.of("evs keygen"), "group", "listen", "chat");
  }

  @Test
  void aMessageOverOneMebibyteIsRefused() throws IOException {
    byte[] large = new byte[(1 << 20) + 1];
    fails(2, List.of("1 MiB", "1048576"), large, "group", "send", "chat", "-");
  }

  @Test
  void aGroupNameOver32BytesIsRefused() throws IOException {
    fails(2, List.of("32"), "group", "join", "g".repeat(33));
  }

  @Test
  void anUnknownOptionOrCommandSuggestsTheRightOne() throws IOException {
    fails(2, List.of("--duraton", "--duration"), "bench", "--duraton", "1s");
    fails(2, List.of("bech", "bench"), "bech");
  }

  @Test
  void aFolderWithoutTracesIsNoSuccess() throws IOException {
    fails(2, List.of("no traces in " + home), "verify", home.toString());
  }

  @Test
  void aResultsFileThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
    String file = home.resolve("none/bench.csv").toString();
    fails(2, List.of(file), "bench", "--csv", file, "--duration", "10m");
  }

  @Test
  void aWrongNumberIsNamedInPlainWords() throws IOException {
    fails(2, List.of("--seed", "x", "whole number"), "simulate", "--seed", "x");
    fails(2, List.of("nodes must be"), "simulate", "--nodes", "0");
  }
}
