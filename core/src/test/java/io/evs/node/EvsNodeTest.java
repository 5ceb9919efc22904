package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.TestPorts;
import io.evs.Timing;
import io.evs.TotemOption;
import io.evs.node.flow.RelayOwner;
import io.evs.node.status.StatusJson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes on loopback sockets. */
@Timeout(60)
@ExpectsLog({"another node uses this node id", " was dropped: "})
class EvsNodeTest {
  private static final Group CHAT = new Group("chat");
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A node with a handle that a thread dispatches. */
  private final class Process implements EvsListener {
    final EvsNode node;
    final Evs evs;
    final List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());
    final List<ConfigurationChange> configurations =
        Collections.synchronizedList(new ArrayList<>());
    final List<GroupChange> groups = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<EvsException> disconnected = new CompletableFuture<>();

    Process(EvsConfig config) {
      node = EvsNode.start(config);
      nodes.add(node);
      evs = node.open(this);
      Thread thread =
          new Thread(
              () -> {
                try {
                  evs.dispatch(Evs.Dispatch.BLOCKING);
                } catch (EvsException ended) {
                  disconnected.complete(ended);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void onMessage(Delivery delivery) {
      deliveries.add(delivery);
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      configurations.add(change);
    }

    @Override
    public void onGroup(GroupChange change) {
      groups.add(change);
    }

    /** What was delivered, as text: sender, sequence and content. */
    List<String> order() {
      synchronized (deliveries) {
        return deliveries.stream()
            .map(
                each ->
                    each.sender().node()
                        + " "
                        + each.ring()
                        + " "
                        + each.sequence()
                        + " "
                        + Arrays.hashCode(each.payload()))
            .toList();
      }
    }
  }

  private final List<EvsNode> nodes = new ArrayList<>();
  private EvsConfig.Builder ring;

  @BeforeEach
  void aRingOfItsOwn() throws Exception {
    int port = TestPorts.unused();
    ring =
        EvsConfig.builder()
            .port(0)
            .multicastPort(port)
            .ringName("test-" + Long.toHexString(new Random().nextLong()))
            .totem(TotemOption.TOKEN, Duration.ofMillis(500));
  }

  @AfterEach
  void closeAll() {
    nodes.forEach(EvsNode::close);
  }

  private List<Process> start(int count) {
    List<Process> processes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      processes.add(new Process(ring.nodeId(i).build()));
    }
    for (Process each : processes) {
      each.node.awaitMembers(count, LONG);
    }
    return processes;
  }

  private static void joinAll(List<Process> processes) {
    processes.forEach(each -> each.evs.join(List.of(CHAT)));
    Awaitility.await()
        .atMost(LONG)
        .until(
            () ->
                processes.stream()
                    .allMatch(
                        each ->
                            each.evs.groups().getOrDefault(CHAT, List.of()).size()
                                == processes.size()));
  }

  private static void awaitDeliveries(List<Process> processes, int count) {
    Awaitility.await()
        .atMost(LONG)
        .until(() -> processes.stream().allMatch(each -> each.deliveries.size() >= count));
  }

  @Test
  void threeNodesFormARingAndAgreeOnTheOrder() {
    List<Process> processes = start(3);
    joinAll(processes);
    int each = 200;
    for (int i = 0; i < each; i++) {
      for (Process process : processes) {
        byte[] payload = ByteBuffer.allocate(8 + i * 7).putInt(i).array();
        process.evs.multicast(
            i % 3 == 0 ? Guarantee.SAFE : Guarantee.AGREED, List.of(CHAT), payload);
      }
    }
    awaitDeliveries(processes, 3 * each);
    assertThat(processes.get(1).order()).isEqualTo(processes.get(0).order());
    assertThat(processes.get(2).order()).isEqualTo(processes.get(0).order());
    assertThat(processes.get(0).deliveries).hasSize(3 * each);
    NodeStatus status = processes.get(0).node.status();
    assertThat(status.state()).isEqualTo("OPERATIONAL");
    assertThat(status.members()).hasSize(3).allMatch(member -> member.address().isPresent());
  }

  @Test
  @DisplayName("NEW-A6: a listed peer that is away is told, until it is there")
  void statusTellsWhoIsMissing() {
    EvsNode first = EvsNode.start(unicast(1, List.of(new EvsConfig.Peer("127.0.0.1", 9))));
    nodes.add(first);
    assertThat(first.status().missing())
        .extracting(NodeStatus.Missing::address, NodeStatus.Missing::reason)
        .containsExactly(tuple("127.0.0.1:9", "not_seen"));
    assertThat(first.status().condition().problems())
        .anyMatch(each -> each.startsWith("a peer is missing at 127.0.0.1:9 for "));
    int port = first.address().getPort();
    EvsNode second = EvsNode.start(unicast(2, List.of(new EvsConfig.Peer("127.0.0.1", port))));
    nodes.add(second);
    second.awaitMembers(2, LONG);
    Awaitility.await().atMost(LONG).until(() -> second.status().missing().isEmpty());
    first.close();
    Awaitility.await().atMost(LONG).until(() -> !second.status().missing().isEmpty());
    NodeStatus.Missing gone = second.status().missing().get(0);
    assertThat(gone.address()).isEqualTo("127.0.0.1:" + port);
    assertThat(gone.nodeId()).contains(NodeId.of(1));
    assertThat(gone.reason()).isEqualTo("left");
    assertThat(second.status().condition().problems())
        .contains("this node is alone, and peers are configured");
  }

  private EvsConfig unicast(int id, List<EvsConfig.Peer> peers) {
    return EvsConfig.builder()
        .nodeId(id)
        .bind("127.0.0.1")
        .port(0)
        .peers(peers)
        .ringName("missing")
        .build();
  }

  @Test
  void statusTellsHowLongThingsTook() throws Exception {
    List<Process> processes = start(3);
    joinAll(processes);
    Process process = processes.get(1);
    for (int i = 0; i < 30; i++) {
      process.evs.multicast(
          i % 2 == 0 ? Guarantee.SAFE : Guarantee.AGREED, List.of(CHAT), new byte[100]);
      // One at a time: each is the only one for a while, and so timed.
      awaitDeliveries(List.of(process), i + 1);
    }
    NodeStatus status = process.node.status();
    for (String name :
        List.of("token_rotation", "token_held", "queueing", "agreed", "safe", "delivery")) {
      Timing.Recent recent = status.timing(name).recent();
      assertThat(recent.count()).as(name).isPositive();
      assertThat(recent.p50Nanos()).as(name).isBetween(100L, recent.maxNanos());
      assertThat(recent.maxNanos()).as(name).isLessThan(LONG.toNanos());
    }
    assertThat(status.timing("agreed").count() + status.timing("safe").count())
        .isEqualTo(status.timing("queueing").count());
    assertThat(status.token().aru()).isEqualTo(status.token().seq()).isPositive();
    assertThat(status.token().missing()).isEmpty();
    assertThat(status.at()).isAfter(status.startedAt());
    assertThat(StatusJson.read(StatusJson.write(status))).isEqualTo(status);
  }

  @Test
  void threeNodesWithPeersFormARingByUnicast() throws Exception {
    List<Process> processes = new ArrayList<>();
    // Each names those before it, which hear of it; the first names nobody that is there.
    List<EvsConfig.Peer> peers = new ArrayList<>(List.of(new EvsConfig.Peer("127.0.0.1", 9)));
    for (int i = 1; i <= 3; i++) {
      Process started = new Process(ring.nodeId(i).peers(List.copyOf(peers)).build());
      processes.add(started);
      peers.add(new EvsConfig.Peer("127.0.0.1", started.node.address().getPort()));
    }
    processes.forEach(each -> each.node.awaitMembers(3, LONG));
    joinAll(processes);
    processes.forEach(each -> each.evs.multicastJoined(Guarantee.AGREED, new byte[] {1, 2, 3}));
    awaitDeliveries(processes, 3);
    assertThat(processes.get(1).order()).isEqualTo(processes.get(0).order());
    assertThat(processes.get(2).order()).isEqualTo(processes.get(0).order());
  }

  @Test
  void carriesEmptyAndLargestMessagesAndRefusesLargerOnes() {
    List<Process> processes = start(2);
    joinAll(processes);
    byte[] largest = new byte[Evs.MESSAGE_MAX_BYTES];
    new Random(1).nextBytes(largest);
    Evs evs = processes.get(0).evs;
    evs.multicast(Guarantee.AGREED, List.of(CHAT), new byte[0]);
    evs.multicast(Guarantee.AGREED, List.of(CHAT), largest);
    assertThatThrownBy(
            () -> evs.multicast(Guarantee.AGREED, List.of(CHAT), new byte[largest.length + 1]))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM));
    awaitDeliveries(processes, 2);
    for (Process each : processes) {
      assertThat(each.deliveries.get(0).payload()).isEmpty();
      assertThat(each.deliveries.get(1).payload()).isEqualTo(largest);
    }
  }

  /** By its leave message: nobody has to find out that the token is lost. */
  @Test
  void aNodeThatLeavesIsMissedAtOnce() {
    ring.totem(TotemOption.TOKEN, Duration.ofSeconds(5));
    List<Process> processes = start(3);
    List<Process> rest = processes.subList(0, 2);
    List<Long> before = tokenLosses(rest);
    processes.get(2).node.close();
    awaitMemberCount(rest, 2);
    assertThat(tokenLosses(rest)).isEqualTo(before);
    assertThat(processes.get(2).disconnected.join().code()).isEqualTo(EvsException.Code.LIBRARY);
  }

  @Test
  void aNodeThatDiesIsMissedAfterTheTokenTimeOutAndItsGroupsWithIt() {
    List<Process> processes = start(3);
    joinAll(processes);
    FaultInjection.crash(processes.get(0).node);
    List<Process> rest = processes.subList(1, 3);
    awaitMemberCount(rest, 2);
    for (Process each : rest) {
      ConfigurationChange transitional = each.configurations.get(each.configurations.size() - 2);
      assertThat(transitional.kind()).isEqualTo(ConfigurationChange.Kind.TRANSITIONAL);
      assertThat(transitional.left()).containsExactly(processes.get(0).node.id());
      Awaitility.await()
          .atMost(LONG)
          .until(() -> each.evs.groups().getOrDefault(CHAT, List.of()).size() == 2);
    }
  }

  private static List<Long> tokenLosses(List<Process> processes) {
    return processes.stream()
        .map(each -> each.node.status().counters().get("token_losses"))
        .toList();
  }

  private static void awaitMemberCount(List<Process> processes, int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(LONG)
        .until(
            () ->
                processes.stream()
                    .allMatch(
                        each -> each.node.configuration().orElseThrow().members().size() == count));
    Awaitility.await()
        .atMost(LONG)
        .until(
            () ->
                processes.stream()
                    .allMatch(
                        each ->
                            each.configurations.get(each.configurations.size() - 1).members().size()
                                == count));
  }

  @Test
  void severalHandlesOfAProcessHaveNamesAndGroupsOfTheirOwn() {
    Process process = start(1).get(0);
    List<Delivery> received = Collections.synchronizedList(new ArrayList<>());
    Evs second =
        process.node.open(
            new EvsListener() {
              @Override
              public void onMessage(Delivery delivery) {
                received.add(delivery);
              }
            });
    assertThat(second.self()).isNotEqualTo(process.evs.self());
    assertThat(process.evs.self().processId()).isEqualTo(ProcessHandle.current().pid());
    second.join(List.of(CHAT));
    second.multicastJoined(Guarantee.SAFE, new byte[] {7});
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              second.dispatch(Evs.Dispatch.ALL);
              return received.size() == 1;
            });
    assertThat(process.deliveries).isEmpty();
    second.close();
    assertThatThrownBy(() -> second.join(List.of(CHAT)))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> assertThat(error.code()).isEqualTo(EvsException.Code.BAD_HANDLE));
    Awaitility.await().atMost(LONG).until(() -> process.evs.groups().isEmpty());
  }

  @Test
  void errorsAreThoseOfTheManualPages() {
    Process process = start(1).get(0);
    Evs evs = process.evs;
    byte[] nothing = {};
    assertCode(() -> evs.join(List.of()), EvsException.Code.INVALID_PARAM);
    assertCode(() -> evs.leave(List.of(CHAT)), EvsException.Code.NOT_EXIST);
    assertCode(() -> evs.multicastJoined(Guarantee.AGREED, nothing), EvsException.Code.NOT_EXIST);
    assertCode(
        () -> evs.multicast(Guarantee.AGREED, List.of(), nothing), EvsException.Code.INVALID_PARAM);
    List<Group> many = new ArrayList<>();
    for (int i = 0; i <= Evs.GROUPS_MAX; i++) {
      many.add(new Group("g" + i));
    }
    assertCode(() -> evs.join(many), EvsException.Code.TOO_MANY_GROUPS);
    assertCode(
        () -> evs.multicast(Guarantee.AGREED, many, nothing), EvsException.Code.TOO_MANY_GROUPS);
    // SEC-L16: one by one they may be joined, and a message to all was dropped without a word.
    many.forEach(group -> evs.join(List.of(group)));
    assertCode(
        () -> evs.multicastJoined(Guarantee.AGREED, nothing), EvsException.Code.TOO_MANY_GROUPS);
    process.node.close();
    assertThat(process.disconnected.join().code()).isEqualTo(EvsException.Code.LIBRARY);
    assertCode(() -> evs.join(List.of(CHAT)), EvsException.Code.LIBRARY);
    assertThat(process.node.status().state()).isEqualTo("CLOSED");
  }

  private static void assertCode(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, EvsException.Code code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EvsException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void aRestartFormsRingsWithHigherSequences(@TempDir Path state) {
    ring.stateDir(state).nodeId(1);
    EvsNode first = EvsNode.start(ring.build());
    nodes.add(first);
    Configuration before = first.awaitMembers(1, LONG);
    long incarnation = first.status().incarnation();
    FaultInjection.crash(first);
    EvsNode second = EvsNode.start(ring.build());
    nodes.add(second);
    Configuration after = second.awaitMembers(1, LONG);
    assertThat(after.ring()).isGreaterThan(before.ring());
    assertThat(second.status().incarnation()).isGreaterThan(incarnation);
  }

  @Test
  void waitingForMembersThatDoNotComeTimesOut() {
    Process process = start(1).get(0);
    assertCode(
        () -> process.node.awaitMembers(2, Duration.ofMillis(50)), EvsException.Code.TIMEOUT);
  }

  /** SEC-S4: what the member refuses of a submission is dropped with a warning. */
  @Test
  void noSubmissionEndsTheLoop() {
    Process process = start(1).get(0);
    RelayHandle relay =
        process.node.openRelay(4711, 1 << 20, new RelayOwner("somebody", false), lost -> {});
    List<Group> tooMany =
        java.util.stream.IntStream.rangeClosed(0, Evs.GROUPS_MAX)
            .mapToObj(i -> new Group("g" + i))
            .toList();
    assertThat(relay.offer(/* safe= */ false, tooMany, new byte[1])).isTrue();
    joinAll(List.of(process));
    assertThat(relay.offer(/* safe= */ false, List.of(CHAT), new byte[2])).isTrue();
    awaitDeliveries(List.of(process), 1);
    assertThat(process.deliveries.get(0).payload()).hasSize(2);
    relay.close();
  }

  @Test
  void ofTwoNodesWithOneIdTheLaterGivesWay() throws Exception {
    List<Process> processes = start(2);
    Process later = new Process(ring.nodeId(1).build());
    EvsException reason =
        later.disconnected.get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    assertThat(reason.code()).isEqualTo(EvsException.Code.NO_RESOURCES);
    assertThat(reason).hasMessageContaining("another node uses this node id: 1 is at ");
    assertThat(reason).hasMessageContaining(":" + processes.get(0).node.address().getPort());
    for (Process each : processes) {
      each.node.awaitMembers(2, LONG);
    }
  }
}
