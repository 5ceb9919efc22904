package io.evs.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import io.evs.security.key.RingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeygenCommandTest {
  @TempDir Path folder;

  @Test
  void writesAKeyThatOnlyItsOwnerReads() throws IOException {
    Path key = folder.resolve("authkey");
    Run run = new Run().evs("keygen", key.toString());
    assertThat(run.exit()).isZero();
    assertThat(Files.size(key)).isEqualTo(256);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("r--------");
    RingKey written = new RingKey(Files.readAllBytes(key));
    String fingerprint = written.fingerprint();
    assertThat(run.out())
        .contains("256 bytes, key " + written.name() + ", fingerprint " + fingerprint);
    assertThat(fingerprint).matches("[0-9a-f]{16}");
  }

  /** SEC-L20: members look for it beside the configuration, whatever folder it is made from. */
  @Test
  void aKeyFileOfTheConfigurationIsMadeBesideIt() throws IOException {
    Path config = folder.resolve("evs.yaml");
    Files.writeString(config, "security: {keyfile: keys/ring.key}\n");
    Files.createDirectory(folder.resolve("keys"));
    Run run = new Run().with("EVS_CONFIG", config.toString()).evs("keygen");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(folder.resolve("keys/ring.key")).exists();
    assertThat(run.out()).startsWith(folder.resolve("keys/ring.key").toString());
    assertThat(Path.of("keys/ring.key")).doesNotExist();
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    new Run().evs("keygen", folder.resolve("authkey").toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void refusesToReplaceAKeyUnlessForced() throws IOException {
    Path key = folder.resolve("authkey");
    new Run().evs("keygen", key.toString());
    byte[] before = Files.readAllBytes(key);
    Run again = new Run().evs("keygen", key.toString());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("exists").contains("--force");
    assertThat(Files.readAllBytes(key)).isEqualTo(before);
    Run forced = new Run().evs("keygen", "--force", "--size", "512", key.toString());
    assertThat(forced.exit()).isZero();
    assertThat(Files.size(key)).isEqualTo(512);
  }

  /** As root, --force /dev/null put a key in the place of the device. */
  @Test
  void whatIsNotARegularFileIsNotReplaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Run run = new Run().evs("keygen", "--force", pipe.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("is not a regular file");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(pipe).exists();
  }

  @Test
  void aPassphraseGivesTheSameKeyToTheSameRing() throws IOException {
    byte[] one = ofPassphrase("one", "correct horse battery staple\n", "main");
    assertThat(ofPassphrase("two", "correct horse battery staple\r\n", "main")).isEqualTo(one);
    assertThat(ofPassphrase("three", "correct horse battery staplf\n", "main")).isNotEqualTo(one);
    assertThat(ofPassphrase("four", "correct horse battery staple\n", "other")).isNotEqualTo(one);
  }

  private byte[] ofPassphrase(String name, String typed, String ring) throws IOException {
    Path key = folder.resolve(name);
    Run run = new Run().reading(typed).with("EVS_RING_NAME", ring);
    assertThat(run.evs("keygen", "--passphrase", key.toString()).exit()).isZero();
    return Files.readAllBytes(key);
  }

  @Test
  void shortPassphrasesAndThoseInArgumentsAreRefused() {
    Path key = folder.resolve("key");
    Run run = new Run().reading("too short\n").evs("keygen", "--passphrase", key.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("9 characters; use at least 16");
    Run argument = new Run().evs("keygen", "--passphrase=correct horse battery", key.toString());
    assertThat(argument.exit()).isEqualTo(2);
    assertThat(key).doesNotExist();
  }

  @Test
  void printsJson() {
    Path key = folder.resolve("k");
    Run run = new Run().evs("keygen", "--json", "--size=128", key.toString());
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"keygen\",\"file\":\"" + key)
        .contains("\"size_bytes\":128")
        .containsPattern("\"fingerprint\":\"[0-9a-f]{16}\"");
  }

  @Test
  void refusesSizesThatCorosyncDoesNotRead() {
    for (String size : new String[] {"127", "4097", "0"}) {
      Run run = new Run().evs("keygen", "--size", size, folder.resolve("k").toString());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("128 to 4096");
    }
  }

  @Test
  void namesAFolderThatDoesNotExist() {
    Run run = new Run().evs("keygen", folder.resolve("no/such/k").toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("does not exist");
  }
}
