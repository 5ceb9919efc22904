package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ExpectsLog;
import io.evs.NodeId;
import io.evs.group.MemberConfig;
import io.evs.history.EventHistory;
import io.evs.history.Journal;
import io.evs.node.address.AddressBook;
import io.evs.node.address.PeerAddresses;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.flow.QueueBudget;
import io.evs.node.handle.LocalHandles;
import io.evs.node.handle.MembershipLimit;
import io.evs.node.handle.RelayQueues;
import io.evs.node.handle.SubmissionQueue;
import io.evs.node.record.NodeRecorder;
import io.evs.node.record.RingStore;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.transport.SilentTransport;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExpectsLog("which is not listed as a peer")
class NodeLoopTest {
  private static final long TOKEN_NANOS = 1_000_000_000L;
  private static final int LONGEST = 65_507;
  private static final InetSocketAddress LISTED = new InetSocketAddress("127.0.0.2", 5405);

  private final PacketPool pool = new PacketPool(2048, 100);

  /** A loop whose packets go nowhere, and which lets in datagrams of that address. */
  private NodeLoop loop() {
    NodeId id = NodeId.of(1);
    QueueBudget budget = new RelayQueues(1 << 20).budget();
    MemberConfig config =
        new MemberConfig(
            1, 5, "test", 1, 1 << 20, 1472, 0, 0, 1 << 20, 0, RingPolicy.ours(TOKEN_NANOS));
    return new NodeLoop(
        new LoopParts(
            SilentTransport.create(),
            config,
            pool,
            new AddressBook(
                1, new PeerAddresses(List.of(LISTED), Set.of()), /* blockUnlisted= */ true),
            new SubmissionQueue(1 << 20, () -> {}),
            new LocalHandles(id, budget),
            new LoopThrottle(budget, TOKEN_NANOS),
            new MembershipLimit(1),
            RingStore.open(Optional.empty(), id, () -> 1, most -> 0),
            new PauseDetector(TOKEN_NANOS),
            new NodeRecorder(),
            Optional.empty(),
            new Journal(EventHistory.inMemory(), line -> {}),
            installed -> {},
            ended -> {}));
  }

  /** SEC-L21: without a key, too, long datagrams that are refused cost no array for each. */
  @ParameterizedTest
  @CsvSource({"127.0.0.3, 65507", "127.0.0.2, 65507", "127.0.0.2, 12"})
  void datagramsThatAreRefusedUseOneArray(String from, int length) {
    NodeLoop loop = loop();
    InetSocketAddress source = new InetSocketAddress(from, 5405);
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 1000; i++) {
      Packet packet = loop.acquire(LONGEST);
      arrays.add(packet.data());
      packet.length(length);
      loop.datagram(packet, source);
    }
    assertThat(arrays).hasSize(1);
    assertThat(pool.outstanding()).isZero();
  }
}
