package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.ExpectsLog;
import io.evs.NodeId;
import io.evs.node.query.KeyMessage;
import io.evs.node.status.AbsentPeer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are the node itself, and peers that nobody can find. */
@Timeout(60)
@ExpectsLog("cannot be resolved")
class OwnNamesTest {
  private static PeerAddresses addresses(InetSocketAddress bound, InetSocketAddress... listed) {
    return NodeSetup.addresses(bound, new PeerNames.Found(List.of(listed), Map.of()));
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @Test
  @DisplayName("FIELD-22 (a): a loopback address with the own port is the node itself")
  void theOwnNameOnLoopbackIsThisNode() {
    PeerAddresses peers =
        addresses(
            at("10.77.0.1", 5405),
            at("127.0.1.1", 5405),
            at("127.0.0.1", 5406),
            at("10.77.0.2", 5405));
    AddressBook book = new AddressBook(1, peers, /* blockUnlisted= */ false);
    assertThat(book.absentPeers()).containsExactly(at("127.0.0.1", 5406), at("10.77.0.2", 5405));
  }

  @Test
  void onLoopbackAllPeersAreThere() {
    PeerAddresses peers = addresses(at("127.0.0.1", 5405), at("127.0.0.2", 5405));
    assertThat(peers.own()).containsExactly(at("127.0.0.1", 5405));
  }

  @Test
  @DisplayName("FIELD-22 (b): an absent peer says which member it may be")
  void anAbsentPeerSaysWhichMemberItMayBe() {
    List<String> written =
        AbsentPeer.list(
            List.of(at("10.92.0.33", 5405)), List.of(new NodeId(3)), List.of("evs-9:5405"));
    assertThat(written).containsExactly("10.92.0.33:5405?3", "evs-9:5405?3");
    assertThat(AbsentPeer.words(written.get(0)))
        .isEqualTo(
            "10.92.0.33:5405 (perhaps member 3, which sends from an address that is not listed)");
    assertThat(AbsentPeer.words("10.92.0.33:5405")).isEqualTo("10.92.0.33:5405");
    assertThat(AbsentPeer.words("10.92.0.33:5405?3?4")).contains("one of members 3, 4");
  }

  @Test
  void whatIsNoNameDoesNotSpoilAKeyMessage() {
    KeyMessage.State state =
        new KeyMessage.State(
            1,
            2,
            List.of(2),
            List.of(),
            AbsentPeer.list(List.of(), List.of(), List.of("a b,c ?d")));
    assertThat(KeyMessage.parse(state.bytes())).contains(state);
  }

  @Test
  @DisplayName("FIELD-6 (a): a node starts with names that are not known yet, a command does not")
  void namesThatAreNotKnownYet() {
    EvsConfig.Builder config = EvsConfig.builder().peer("not-there.invalid");
    NodeSetup waiting = NodeSetup.of(config.build());
    assertThat(waiting.found().unknown()).containsOnlyKeys("not-there.invalid");
    assertThat(waiting.isMulticast()).isFalse();
    assertThatThrownBy(() -> NodeSetup.of(config.lateNames(false).build()))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM))
        .hasMessageContaining("not-there.invalid");
    assertThat(NodeSetup.of(config.peer("127.0.0.2").build()).found().addresses())
        .as("with one that is known")
        .containsExactly(at("127.0.0.2", 5405));
  }
}
