package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node at boot: its address comes late, and the name of the other one later still. */
@Timeout(180)
class LateNamesTest extends E2e {
  /** The node whose peers these are; only the first one knows the second. */
  private EvsProcess node(Namespaces network, int id, String peers) throws IOException {
    Path file = home.resolve(id + ".yaml");
    Files.writeString(
        file,
        String.join(
            "\n",
            "node: {id: " + id + ", bind: eth0, state_dir: " + home.resolve("state" + id) + "}",
            "peers: [" + peers + "]",
            "ring: {name: late, block_unlisted: true}",
            "log: {level: info}",
            ""));
    String socket = home.resolve(id + ".sock").toString();
    return start(
        evs("node", "--insecure", "--config", file.toString(), "--socket", socket).on(network, id));
  }

  @Test
  @DisplayName("FIELD-6, FIELD-16: waits for its address, starts without the other, finds it later")
  void waitsForItsAddressAndFindsTheOtherByItsNameLater() throws IOException {
    try (Namespaces network = Namespaces.create(2)) {
      for (int host : network.hosts()) {
        network.addName(host, "127.0.0.1 localhost");
        network.addName(host, network.address(1) + " evs-1");
      }
      network.addName(2, network.address(2) + " evs-2");
      network.takeAddress(1);
      EvsProcess first = node(network, 1, network.address(1) + ", evs-2");
      first.awaitError("waiting 1m at most: interface eth0 has no lasting address of IPv4");
      assertThat(first.errors()).doesNotContain("evs node: node 1");
      network.giveAddress(1);
      first.awaitError("peer \"evs-2\" cannot be resolved; looking again");
      first.awaitError("evs node: node 1 (");

      EvsProcess second = node(network, 2, "evs-2, evs-1");
      second.awaitError("evs node: node 2 (");
      first.awaitError("packets from " + network.address(2) + " are refused");
      network.addName(1, network.address(2) + " evs-2");
      first.awaitError("members 1 -> 1 2: ");
      second.awaitError("members 2 -> 1 2: ");
    }
  }
}
