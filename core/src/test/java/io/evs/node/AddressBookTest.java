package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
  private static final InetSocketAddress OWN = address(1);
  private static final int MCAST = 1;
  private static final int JOIN = 3;
  private static final int HOLD_CANCEL = 5;
  private static final int SYSTEM_FROM_OFFSET = 13;
  private static final int COMMIT_COUNT_OFFSET = 37;
  private static final int PACKET_BYTES = 69;

  private static InetSocketAddress address(int host) {
    return new InetSocketAddress("10.0." + host / 250 + "." + (host % 250 + 1), 5405);
  }

  private static AddressBook book(InetSocketAddress... configured) {
    return new AddressBook(1, Set.of(OWN), List.of(configured), false);
  }

  /** A packet that is well-formed whichever of the four types it is. */
  private static byte[] packet(int type, int nodeId) {
    return ByteBuffer.allocate(PACKET_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0xC070)
        .put((byte) 3)
        .put((byte) type)
        .put((byte) 0)
        .putInt(nodeId)
        .putInt(SYSTEM_FROM_OFFSET, nodeId)
        .putInt(COMMIT_COUNT_OFFSET, 1)
        .putInt(COMMIT_COUNT_OFFSET + 4, nodeId)
        .array();
  }

  private static void learn(AddressBook book, int type, int nodeId, InetSocketAddress from) {
    book.learn(packet(type, nodeId), PACKET_BYTES, from);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4})
  void learnsFromPacketsWhoseSenderTransmits(int type) {
    AddressBook book = book();
    learn(book, type, 0xF000_0002, address(2));
    assertThat(book.find(0xF000_0002)).contains(address(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {MCAST, HOLD_CANCEL, 9})
  void learnsNothingFromPacketsThatOthersMaySendAgain(int type) {
    AddressBook book = book();
    learn(book, type, 2, address(2));
    assertThat(book.find(2)).isEmpty();
  }

  @Test
  void learnsNothingFromALeaveOrAboutItselfOrFromAShortPacket() {
    AddressBook book = book();
    learn(book, JOIN, 0, address(2));
    learn(book, JOIN, 1, address(3));
    book.learn(packet(JOIN, 2), 12, address(2));
    assertThat(book.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4})
  void learnsNothingFromAMalformedPacket(int type) {
    AddressBook book = book();
    book.learn(packet(type, 2), 20, address(2));
    byte[] otherMagic = packet(type, 2);
    otherMagic[0] ^= 1;
    book.learn(otherMagic, otherMagic.length, address(2));
    assertThat(book.size()).isZero();
    assertThat(book.find(2)).isEmpty();
  }

  @Test
  void followsANodeThatMoved() {
    AddressBook book = book();
    learn(book, JOIN, 2, address(2));
    learn(book, JOIN, 2, address(3));
    assertThat(book.find(2)).contains(address(3));
    assertThat(book.peerAddresses()).containsExactly(address(3));
  }

  @Test
  void announcesToConfiguredAndLearnedPeersButNotToItself() {
    AddressBook book = book(OWN, address(2), address(3));
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactly(address(2), address(3));
    assertThat(book.peersChanged()).isFalse();
    learn(book, JOIN, 2, address(2));
    learn(book, JOIN, 9, address(9));
    assertThat(book.peersChanged()).isTrue();
    assertThat(book.peerAddresses()).containsExactlyInAnyOrder(address(2), address(3), address(9));
  }

  @Test
  void ringAddressesFollowTheConfigurationAndLateAddresses() {
    AddressBook book = book();
    learn(book, JOIN, 2, address(2));
    book.installed(List.of(new NodeId(1), new NodeId(2), new NodeId(3)));
    assertThat(book.ringAddresses()).containsExactly(address(2));
    assertThat(book.ringChanged()).isFalse();
    learn(book, JOIN, 3, address(3));
    assertThat(book.ringChanged()).isTrue();
    assertThat(book.ringAddresses()).containsExactly(address(2), address(3));
    book.installed(List.of(new NodeId(1)));
    assertThat(book.ringAddresses()).isEmpty();
  }

  @Test
  void membersOfARingToComeGetItsMessagesToo() {
    AddressBook book = book();
    learn(book, JOIN, 2, address(2));
    learn(book, JOIN, 3, address(3));
    book.installed(List.of(new NodeId(1), new NodeId(2)));
    byte[] commit =
        ByteBuffer.allocate(41 + 2 * 28)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(packet(4, 1), 0, 13)
            .putInt(37, 2)
            .putInt(41, 1)
            .putInt(45, 3)
            .array();
    book.sending(commit, commit.length);
    assertThat(book.ringAddresses()).containsExactlyInAnyOrder(address(2), address(3));
    book.installed(List.of(new NodeId(1), new NodeId(3)));
    assertThat(book.ringAddresses()).containsExactly(address(3));
  }

  @Test
  void aCommitTokenThatLiesAboutItsLengthChangesNothing() {
    AddressBook book = book();
    book.ringAddresses();
    byte[] commit =
        ByteBuffer.allocate(60)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(packet(4, 1), 0, 13)
            .putInt(37, 300)
            .array();
    book.sending(commit, commit.length);
    assertThat(book.ringChanged()).isFalse();
  }

  @Test
  void theTableIsBoundedAndKeepsTheRing() {
    AddressBook book = book();
    learn(book, JOIN, 2, address(2));
    book.installed(List.of(new NodeId(1), new NodeId(2)));
    for (int id = 10; id < 10 + 2 * AddressBook.ADDRESSES_MAX; id++) {
      learn(book, JOIN, id, address(id));
    }
    assertThat(book.size()).isEqualTo(AddressBook.ADDRESSES_MAX);
    assertThat(book.find(2)).contains(address(2));
    assertThat(book.find(10)).isEmpty();
  }

  @Test
  void blocksHostsThatAreNotListed() {
    AddressBook book = new AddressBook(1, Set.of(OWN), List.of(address(2)), true);
    assertThat(book.isAllowed(new InetSocketAddress(address(2).getAddress(), 9))).isTrue();
    assertThat(book.isAllowed(address(3))).isFalse();
    assertThat(book().isAllowed(address(3))).isTrue();
  }
}
