package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private static final InetSocketAddress OWN = address(1);
  private static final byte[] COMMIT_HEADER = {0x70, (byte) 0xC0, 3, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0};

  private static InetSocketAddress address(int host) {
    return new InetSocketAddress("10.0." + host / 250 + "." + (host % 250 + 1), 5405);
  }

  private static AddressBook book(InetSocketAddress... configured) {
    return book(false, configured);
  }

  private static AddressBook book(boolean blockUnlisted, InetSocketAddress... configured) {
    return new AddressBook(1, new PeerAddresses(List.of(configured), Set.of(OWN)), blockUnlisted);
  }

  private static void learn(AddressBook book, int nodeId, InetSocketAddress from) {
    book.learn(nodeId, from, /* taken= */ true, 0);
  }

  private static void install(AddressBook book, int... members) {
    book.installed(IntStream.of(members).mapToObj(NodeId::new).toList(), 0);
  }

  @Test
  void learnsNothingOfALeaveOrAboutItself() {
    AddressBook book = book();
    learn(book, 0, address(2));
    learn(book, 1, address(3));
    assertThat(book.size()).isZero();
  }

  @Test
  void followsANodeThatMoved() {
    AddressBook book = book();
    learn(book, 2, address(2));
    learn(book, 2, address(3));
    assertThat(book.find(2)).contains(address(3));
    assertThat(book.peerAddresses()).containsExactly(address(3));
  }

  @Test
  void announcesToConfiguredAndLearnedPeersButNotToItself() {
    AddressBook book = book(OWN, address(2), address(3));
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactly(address(2), address(3));
    assertThat(book.peersChanged()).isFalse();
    learn(book, 2, address(2));
    learn(book, 9, address(9));
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactlyInAnyOrder(address(2), address(3), address(9));
  }

  @Test
  void ringAddressesFollowTheConfigurationAndLateAddresses() {
    AddressBook book = book();
    learn(book, 2, address(2));
    install(book, 1, 2, 3);
    assertThat(book.ringAddresses()).containsExactly(address(2));
    assertThat(book.ringChanged()).isFalse();
    learn(book, 3, address(3));
    assertThat(book.ringChanged()).isTrue();
    assertThat(book.ringAddresses()).containsExactly(address(2), address(3));
    install(book, 1);
    assertThat(book.ringAddresses()).isEmpty();
  }

  @Test
  void membersOfARingToComeGetItsMessagesToo() {
    AddressBook book = book();
    learn(book, 2, address(2));
    learn(book, 3, address(3));
    install(book, 1, 2);
    byte[] commit =
        ByteBuffer.allocate(41 + 2 * 28)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(COMMIT_HEADER)
            .putInt(37, 2)
            .putInt(41, 1)
            .putInt(45, 3)
            .array();
    book.sending(commit, commit.length);
    assertThat(book.ringAddresses()).containsExactlyInAnyOrder(address(2), address(3));
    install(book, 1, 3);
    assertThat(book.ringAddresses()).containsExactly(address(3));
  }

  @Test
  void aCommitTokenThatLiesAboutItsLengthChangesNothing() {
    AddressBook book = book();
    book.ringAddresses();
    byte[] commit =
        ByteBuffer.allocate(60)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(COMMIT_HEADER)
            .putInt(37, 300)
            .array();
    book.sending(commit, commit.length);
    assertThat(book.ringChanged()).isFalse();
  }

  @Test
  void theTableIsBoundedAndKeepsTheRing() {
    AddressBook book = book();
    learn(book, 2, address(2));
    install(book, 1, 2);
    for (int id = 10; id < 10 + 2 * AddressBook.ADDRESSES_MAX; id++) {
      learn(book, id, address(id));
    }
    assertThat(book.size()).isEqualTo(AddressBook.ADDRESSES_MAX);
    assertThat(book.find(2)).contains(address(2));
    assertThat(book.find(10)).isEmpty();
  }

  @Test
  void blocksHostsThatAreNotListed() {
    AddressBook book = book(true, address(2));
    assertThat(book.isAllowed(new InetSocketAddress(address(2).getAddress(), 9))).isTrue();
    assertThat(book.isAllowed(address(3))).isFalse();
    assertThat(book().isAllowed(address(3))).isTrue();
  }

  @Test
  @DisplayName("SEC-M11: a word without a move is answered, and moves no member's address")
  void aMemberIsNotMovedByWhatMovesNothing() {
    AddressBook book = book();
    learn(book, 2, address(2));
    install(book, 1, 2);
    book.learn(2, address(66), /* taken= */ false, 0);
    assertThat(book.find(2)).contains(address(2));
    assertThat(book.ringAddresses()).containsExactly(address(2));
    assertThat(book.peerAddresses()).containsExactlyInAnyOrder(address(2), address(66));
  }

  @Test
  @DisplayName("SEC-M11: who says a word and no more is announced to a few times only")
  void aForgedSenderIsWrittenToAFewTimes() {
    AddressBook book = book(address(2));
    for (int id = 10; id < 1034; id++) {
      book.learn(id, address(id), /* taken= */ false, 0);
    }
    for (int i = 0; i < Newcomers.ANSWERS; i++) {
      assertThat(book.peerAddresses()).hasSize(1025);
      book.announced(0);
    }
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactly(address(2));
    learn(book, 10, address(10));
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactly(address(2), address(10));
  }

  @Test
  @DisplayName("SEC-M11: strangers are forgotten after a minute, former members after a day")
  void whoIsNoMemberIsForgotten() {
    AddressBook book = book();
    learn(book, 2, address(2));
    learn(book, 3, address(3));
    learn(book, 4, address(4));
    install(book, 1, 2, 3);
    install(book, 1, 2);
    for (int i = 0; i < Newcomers.ANSWERS; i++) {
      book.announced(AddressBook.STRANGER_NANOS + 1);
    }
    assertThat(book.find(4)).isEmpty();
    assertThat(book.find(3)).contains(address(3));
    assertThat(book.peerAddresses()).contains(address(3));
    book.announced(AddressBook.FORMER_NANOS + 2);
    assertThat(book.find(3)).isEmpty();
    assertThat(book.find(2)).contains(address(2));
    assertThat(book.peerAddresses()).containsExactly(address(2));
  }

  @Test
  @DisplayName("FIELD-6 (c): a name that means another address now is looked for and let in there")
  void followsTheList() {
    AddressBook book = book(true, OWN, address(2), address(3));
    learn(book, 2, address(2));
    install(book, 1, 2);
    book.list(new PeerAddresses(List.of(OWN, address(33)), Set.of(OWN)));
    assertThat(book.isAllowed(address(33))).isTrue();
    assertThat(book.isAllowed(address(3))).isFalse();
    assertThat(book.isAllowed(address(2))).as("a member stays one").isTrue();
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).contains(address(33)).doesNotContain(address(3));
    assertThat(book.absentPeers()).containsExactly(address(33));
  }

  @Test
  @DisplayName(
      "FIELD-22: a member that was heard at a listed address is present, wherever it is now")
  void aMemberThatWasHeardAtAListedAddressIsPresent() {
    AddressBook book = book(address(2), address(3));
    learn(book, 2, address(2));
    learn(book, 3, address(30));
    install(book, 1, 2, 3);
    assertThat(book.absentPeers()).containsExactly(address(3));
    assertThat(book.unlistedMembers()).containsExactly(new NodeId(3));
    learn(book, 2, address(22));
    assertThat(book.absentPeers()).containsExactly(address(3));
    learn(book, 3, address(3));
    learn(book, 3, address(30));
    assertThat(book.absentPeers()).isEmpty();
    assertThat(book.unlistedMembers()).isEmpty();
  }
}
