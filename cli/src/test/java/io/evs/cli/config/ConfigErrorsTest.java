package io.evs.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigErrorsTest {
  @TempDir Path folder;

  private String errorOf(String... lines) throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.write(file, java.util.List.of(lines));
    Run run = new Run().evs("config", "show", "--config", file.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    return run.err().replace(file.toString(), "FILE");
  }

  @Test
  void unknownKeyNamesTheLineAndTheNearestKey() throws IOException {
    assertThat(errorOf("node:", "  id: 1", "totem:", "  tokn: 2s"))
        .startsWith("evs: FILE:4: unknown key totem.tokn; did you mean totem.token?");
    assertThat(errorOf("", "", "trasport: unicast"))
        .startsWith("evs: FILE:3: unknown key trasport; did you mean transport?");
  }

  /** T1-A6: a separator was missing, and a key of another section was not found. */
  @Test
  void unknownKeyIsLookedForInOtherSectionsToo() throws IOException {
    assertThat(errorOf("totem: {block_unlisted: true}"))
        .startsWith(
            "evs: FILE:1: unknown key totem.block_unlisted; did you mean ring.block_unlisted?"
                + " Allowed here: ");
    assertThat(errorOf("keyring: keys"))
        .startsWith("evs: FILE:1: unknown key keyring; did you mean security.keyring?");
    assertThat(errorOf("ring: {xylophone: 1}"))
        .startsWith("evs: FILE:1: unknown key ring.xylophone; allowed here: ");
  }

  /** NEW-C: {@code node.id: "1 peers" is not allowed} where a brace was not closed. */
  @Test
  void whatIsNotYamlIsSaidBeforeWhatItsValuesSeemToBe() throws IOException {
    assertThat(errorOf("node: {id: 1", "peers: ["))
        .matches("evs: FILE:\\d+: not valid YAML: .*\\n");
  }

  @Test
  void wrongTypeNamesTheValueAndWhatIsAllowed() throws IOException {
    assertThat(errorOf("node:", "  port: \"5405\""))
        .isEqualTo(
            "evs: FILE:2: node.port: \"5405\" is not allowed; it must be a whole number from 1 to"
                + " 65535, or auto\n");
    // T13-5: evs node waited a minute for that "address".
    assertThat(errorOf("node: {bind: \"127.0.0.1:5405\"}"))
        .contains("node.bind: \"127.0.0.1:5405\" is not allowed; it must be an address")
        .contains("without a port");
    // T13-8: what was wrong with a short name was not said.
    assertThat(errorOf("node: {name: \"a\\eb\"}")).contains("none of them control characters");
    assertThat(errorOf("node: {name: 7}")).contains("FILE:1: node.name: 7 is not allowed");
    assertThat(errorOf("ring: {block_unlisted: 1}")).contains("must be true or false");
    assertThat(errorOf("node: 3")).contains("FILE:1: node: 3 is not allowed; it must hold keys:");
    assertThat(errorOf("peers: 10.0.0.1"))
        .contains("peers: \"10.0.0.1\" is not allowed")
        .contains("a list");
    assertThat(errorOf("node:", "  id:")).contains("node.id: no value is not allowed");
  }

  /** Issue 13: evs node waited a minute for that "address". */
  @Test
  void aPortWhereNoneBelongsIsRefusedAtOnce() throws IOException {
    for (String value : new String[] {"localhost:5405", "n1:5405", "fd77::1:x", "10.0.0.1:1:2"}) {
      assertThat(errorOf("node: {bind: \"" + value + "\"}"))
          .contains("node.bind: \"" + value + "\" is not allowed; it must be an address");
      assertThat(errorOf("metrics: {address: \"" + value + "\"}"))
          .contains("metrics.address: \"" + value + "\" is not allowed; it must be an address");
    }
    for (String value :
        new String[] {"n1:5405:5405", "[n1:5405]", "[n1:5405]:5405", "10.0.0.1:1:2"}) {
      assertThat(errorOf("peers: [\"" + value + "\"]"))
          .contains("peers: \"" + value + "\" is not allowed");
    }
    assertThat(errorOf("multicast: {group: \"239.192.77.1:5405\"}"))
        .contains("multicast.group: \"239.192.77.1:5405\" is not allowed");
  }

  @Test
  void whatMayHaveColonsIsTaken() {
    for (String value : new String[] {"::", "::1", "fd77::2", "fe80::1%eth0", "eth0:1", "eth0"}) {
      Run run =
          new Run()
              .with("EVS_NODE_BIND", value)
              .with("EVS_TRANSPORT", "multicast")
              .evs("config", "show");
      assertThat(run.exit()).as(run.err()).isZero();
    }
    String peers = "n1,n1:5405,fd77::2,[fd77::3]:5405,[fd77::4],10.0.0.1:5405";
    Run run =
        new Run().with("EVS_PEERS", peers).with("EVS_NODE_BIND", "10.0.0.1").evs("config", "show");
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void outOfRangeNamesTheRange() throws IOException {
    assertThat(errorOf("node: {id: 4294967296}"))
        .contains(
            "node.id: 4294967296 is not allowed; it must be a whole number from 1 to "
                + "4294967295");
    assertThat(errorOf("node: {id: 99999999999999999999}")).contains("is not allowed");
    assertThat(errorOf("multicast:", "  ttl: 300")).contains("from 0 to 255");
    assertThat(errorOf("totem:", "  token: 1ms")).contains("FILE:2: totem.token").contains("10ms");
    assertThat(errorOf("multicast: {group: 10.0.0.1}")).contains("a multicast address");
    assertThat(errorOf("security: {suite: rot13}")).contains("one of aes-256-gcm");
  }

  @Test
  void bareNumbersAreNoDurations() throws IOException {
    assertThat(errorOf("totem:", "  join: 50"))
        .contains("FILE:2: totem.join: 50 is not allowed; it must be a duration with its unit");
    assertThat(errorOf("totem:", "  join: 50x"))
        .contains("\"x\" is no unit of time; use ns, us, ms, s, m or h");
  }

  @Test
  void elementsOfListsNameTheirLine() throws IOException {
    assertThat(errorOf("peers:", "  - 10.0.0.1", "  - 10.0.0.2:99999"))
        .contains("FILE:3: peers: \"10.0.0.2:99999\" is not allowed");
    assertThat(errorOf("ipc:", "  uids: [1, x]")).contains("FILE:2: ipc.uids: \"x\"");
  }

  @Test
  void anOctalModeMustBeQuoted() throws IOException {
    assertThat(errorOf("ipc: {mode: 0600}")).contains("ipc.mode").contains("in quotes");
  }

  /** FIELD-30 b: what is refused is not what it must be. */
  @Test
  void textThatLooksLikeANumberMustBeQuoted() throws IOException {
    for (String value : new String[] {"2024", "007", "0x10", "1e3", "1.5", "true"}) {
      assertThat(errorOf("ring: {name: " + value + "}"))
          .isEqualTo(
              "evs: FILE:1: ring.name: "
                  + value
                  + " is not allowed; it is text here, so put it in quotes: \""
                  + value
                  + "\"\n");
    }
    assertThat(errorOf("node: {bind: 10.77}")).contains("node.bind: 10.77 is not allowed");
    assertThat(errorOf("peers: [1234]")).contains("in quotes: \"1234\"");
  }

  /** FIELD-30 b: YAML reads 010 as 8, 0x10 as 16 and 1:30 as 90. */
  @Test
  void numbersAreInDecimalDigits() throws IOException {
    for (String value : new String[] {"010", "0x10", "0b11", "1_000", "1:30", "+7"}) {
      assertThat(errorOf("node: {port: " + value + "}"))
          .contains("node.port: ", value, " is not allowed; it must be a whole number from 1 to");
    }
    assertThat(errorOf("node: {port: 010}")).contains("in decimal digits without a leading 0");
    Run run = new Run().with("EVS_NODE_PORT", "010").evs("config", "show");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("in decimal digits without a leading 0");
  }

  /** FIELD-30 d. */
  @Test
  void addressesThatYamlCannotReadAreToBeQuoted() throws IOException {
    String hint = "not valid YAML: ";
    for (String text :
        new String[] {"node: {bind: ::}", "node: {bind: ::1}", "node: {bind: fd00::}"}) {
      assertThat(errorOf(text)).contains("FILE:1: " + hint, "put an address with colons in quotes");
    }
    assertThat(errorOf("node:", "  bind: ::"))
        .contains("FILE:2: " + hint, "put an address with colons in quotes");
    assertThat(errorOf("node: {id: 1")).contains(hint).doesNotContain("quotes");
  }

  @Test
  void keysThatAreGivenTwiceAreRefused() throws IOException {
    assertThat(errorOf("transport: unicast", "transport: multicast"))
        .contains("FILE:2: transport is given twice");
  }

  @Test
  void syntaxErrorsNameTheLine() throws IOException {
    assertThat(errorOf("node:", "  id: 1", " port: 2"))
        .contains("FILE:")
        .contains("not valid YAML");
    assertThat(errorOf("- a")).contains("FILE:1: the file must hold keys");
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    Run run = new Run().evs("config", "show", "--config", folder + "/none.yaml", "--json");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("none.yaml does not exist").contains("\"exit\":2");
  }

  @Test
  void wrongVariablesAreNamed() {
    Run run = new Run().with("EVS_NODE_PORT", "high").evs("config", "show");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("environment variable EVS_NODE_PORT: \"high\" is not allowed");
    Run unknown = new Run().with("EVS_TOTEM_TOKN", "2s").evs("config", "show");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("EVS_TOTEM_TOKN names no key; did you mean EVS_TOTEM_TOKEN?");
  }

  @Test
  void wrongOptionsAreNamed() {
    Run run = new Run().evs("bench", "--transport", "pigeon");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("option --transport: \"pigeon\" is not allowed; it must be one of unicast");
    assertThat(new Run().evs("bench", "--security", "x").err()).contains("option --security");
    Run keyless = new Run().evs("group", "list", "--security", "aes-256-gcm");
    assertThat(keyless.exit()).isEqualTo(4);
    assertThat(keyless.err()).contains("needs a key").contains("evs keygen");
  }
}
