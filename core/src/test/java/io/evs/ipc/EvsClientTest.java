package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Configuration;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.node.FaultInjection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of daemons: all that an embedded handle does, they do too. */
@Timeout(60)
class EvsClientTest {
  private static final Group CHAT = new Group("chat");
  private static final Group NEWS = new Group("news");

  @TempDir private Path folder;
  private List<Daemon> daemons = List.of();
  private final List<EvsClient> clients = new ArrayList<>();

  @BeforeEach
  void twoNodes() throws Exception {
    daemons = Daemon.ringOf(2, folder);
  }

  @AfterEach
  void closeAll() {
    clients.forEach(EvsClient::close);
    daemons.forEach(Daemon::close);
  }

  private EvsClient connect(int daemon) {
    EvsClient client = EvsClient.connect(daemons.get(daemon).socket, "test");
    clients.add(client);
    return client;
  }

  private Listening listening(int daemon, Group... groups) {
    Listening listening = new Listening(connect(daemon)::open);
    listening.evs.join(List.of(groups));
    await()
        .atMost(Daemon.LONG)
        .until(
            () ->
                List.of(groups).stream()
                    .allMatch(
                        group ->
                            listening.groups.stream()
                                .anyMatch(change -> change.group().equals(group))));
    return listening;
  }

  @Test
  void startsWithTheConfigurationThatIsInstalled() {
    EvsClient client = connect(0);
    Listening listening = new Listening(client::open);
    await().atMost(Daemon.LONG).until(() -> !listening.configurations.isEmpty());

    Configuration installed = daemons.get(0).node.configuration().orElseThrow();
    assertThat(listening.configurations.get(0).ring()).isEqualTo(installed.ring());
    assertThat(listening.evs.membership()).contains(installed);
    assertThat(client.configuration()).contains(installed);
    assertThat(client.id()).isEqualTo(NodeId.of(1));
    assertThat(client.name()).isEqualTo(daemons.get(0).node.name());
    assertThat(client.ringName()).isEqualTo(daemons.get(0).node.ringName());
    assertThat(client.status().nodeId()).isEqualTo(NodeId.of(1));
  }

  @Test
  void handlesAreNamedByTheClientsPidAndANumber() {
    EvsClient client = connect(0);
    long pid = ProcessHandle.current().pid() & 0x3fffff;
    Evs first = client.open(new EvsListener() {});
    Evs second = client.open(new EvsListener() {});
    assertThat(first.self()).isEqualTo(new GroupMember(NodeId.of(1), pid));
    assertThat(second.self()).isEqualTo(new GroupMember(NodeId.of(1), pid | 1 << 22));
    first.close();
    assertThat(client.open(new EvsListener() {}).self().processId()).isEqualTo(pid | 2 << 22);
  }

  @Test
  void clientsOfAllNodesAndEmbeddedHandlesSeeOneOrder() {
    Listening embedded = new Listening(daemons.get(1).node::open);
    embedded.evs.join(List.of(CHAT));
    List<Listening> all = new ArrayList<>(List.of(embedded));
    all.add(listening(0, CHAT));
    all.add(listening(0, CHAT));
    all.add(listening(1, CHAT));
    await()
        .atMost(Daemon.LONG)
        .until(() -> all.get(3).evs.groups().getOrDefault(CHAT, List.of()).size() == 4);
    int each = 500;
    List<Thread> senders =
        IntStream.range(0, all.size())
            .mapToObj(i -> new Thread(() -> send(all.get(i).evs, i, each)))
            .toList();
    senders.forEach(Thread::start);
    await()
        .atMost(Daemon.LONG)
        .until(() -> all.stream().allMatch(one -> one.deliveries.size() == 4 * each));
    all.forEach(one -> assertThat(one.order()).isEqualTo(embedded.order()));
  }

  private static void send(Evs evs, int seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(3000)];
      random.nextBytes(payload);
      evs.multicast(i % 3 == 0 ? Guarantee.SAFE : Guarantee.AGREED, List.of(CHAT), payload);
    }
  }

  @Test
  void messagesOfEverySizeArriveAsTheyWereSent() {
    Listening to = listening(1, CHAT, NEWS);
    Evs from = connect(0).open(new EvsListener() {});
    List<byte[]> sent = new ArrayList<>();
    Random random = new Random(4);
    for (int bytes :
        List.of(0, 1, 1300, 40_000, 262_100, 262_144, 300_000, Evs.MESSAGE_MAX_BYTES)) {
      byte[] payload = new byte[bytes];
      random.nextBytes(payload);
      sent.add(payload);
      from.multicast(Guarantee.SAFE, List.of(NEWS, CHAT), payload);
    }
    await().atMost(Daemon.LONG).until(() -> to.deliveries.size() == sent.size());
    for (int i = 0; i < sent.size(); i++) {
      assertThat(to.deliveries.get(i).payload()).isEqualTo(sent.get(i));
      assertThat(to.deliveries.get(i).groups()).containsExactly(NEWS, CHAT);
      assertThat(to.deliveries.get(i).guarantee()).isEqualTo(Guarantee.SAFE);
      assertThat(to.deliveries.get(i).sender()).isEqualTo(from.self());
    }
    assertThatThrownBy(
            () ->
                from.multicast(Guarantee.SAFE, List.of(NEWS), new byte[Evs.MESSAGE_MAX_BYTES + 1]))
        .isInstanceOfSatisfying(
            EvsException.class,
            e -> assertThat(e.code()).isEqualTo(EvsException.Code.INVALID_PARAM));
  }

  @Test
  void joinsAndLeavesAsTheManualPagesSay() {
    Listening one = listening(0, CHAT);
    assertThat(one.evs.joined()).containsExactly(CHAT);
    assertThat(one.evs.groups()).containsEntry(CHAT, List.of(one.evs.self()));
    assertCode(EvsException.Code.NOT_EXIST, () -> one.evs.leave(List.of(CHAT, NEWS)));
    assertCode(EvsException.Code.INVALID_PARAM, () -> one.evs.join(List.of()));
    List<Group> many = IntStream.range(0, 51).mapToObj(i -> new Group("g" + i)).toList();
    assertCode(EvsException.Code.TOO_MANY_GROUPS, () -> one.evs.join(many));
    one.evs.leave(List.of(CHAT));
    assertThat(one.evs.joined()).isEmpty();
    assertCode(
        EvsException.Code.NOT_EXIST,
        () -> one.evs.multicastJoined(Guarantee.AGREED, new byte[] {1}));
    await().atMost(Daemon.LONG).until(() -> one.groups.size() == 2);
    assertThat(one.groups.get(1).left().get(0).reason()).isEqualTo(GroupChange.Reason.LEAVE);
    one.evs.close();
    assertCode(EvsException.Code.BAD_HANDLE, () -> one.evs.joined());
    assertCode(EvsException.Code.BAD_HANDLE, () -> one.evs.dispatch(Evs.Dispatch.ALL));
  }

  private static void assertCode(EvsException.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(EvsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void dispatchesOneByOneAndTellsWhenThereIsSomething() {
    EvsClient client = connect(0);
    AtomicInteger told = new AtomicInteger();
    AtomicInteger messages = new AtomicInteger();
    Evs evs =
        client.open(
            new EvsListener() {
              @Override
              public void onMessage(io.evs.Delivery delivery) {
                messages.incrementAndGet();
              }
            });
    assertThat(evs.dispatchOne(Daemon.LONG)).isTrue();
    evs.onReadable(told::incrementAndGet);
    evs.join(List.of(CHAT));
    evs.multicastJoined(Guarantee.AGREED, new byte[10]);
    await().atMost(Daemon.LONG).until(() -> told.get() > 0);
    while (messages.get() == 0) {
      assertThat(evs.dispatchOne(Daemon.LONG)).isTrue();
    }
    assertThat(evs.dispatchOne(Duration.ZERO)).isFalse();
  }

  @Test
  @DisplayName("NEW-B18: a client that closes leaves its groups, and is not seen to have failed")
  void aClientThatGoesLeavesItsGroupsInOrder() {
    Listening stays = listening(1, CHAT);
    Listening goes = listening(0, CHAT);
    GroupMember gone = goes.evs.self();
    goes.evs.multicast(Guarantee.AGREED, List.of(CHAT), new byte[] {42});
    clients.get(1).close();
    await()
        .atMost(Daemon.LONG)
        .until(() -> stays.groups.stream().anyMatch(change -> !change.left().isEmpty()));
    GroupChange last = stays.groups.get(stays.groups.size() - 1);
    assertThat(last.left()).containsExactly(new GroupChange.Change(gone, GroupChange.Reason.LEAVE));
    assertThat(stays.deliveries).hasSize(1);
    assertThat(goes.disconnected).isNotCompletedExceptionally();
  }

  @Test
  void theEndOfTheDaemonIsToldWithItsReason() throws Exception {
    Listening one = listening(0, CHAT);
    daemons.get(0).server.close();
    assertThat(one.disconnected.get(30, TimeUnit.SECONDS).code())
        .isEqualTo(EvsException.Code.IN_SHUTDOWN);
    assertCode(
        EvsException.Code.IN_SHUTDOWN,
        () -> one.evs.multicast(Guarantee.AGREED, List.of(CHAT), new byte[1]));
    assertThat(daemons.get(0).socket).doesNotExist();
    assertCode(EvsException.Code.TRY_AGAIN, () -> connect(0));
  }

  @Test
  @DisplayName("NEW-B18: a handle of a program with the member in it leaves as well")
  void aHandleOfTheNodeItselfLeavesWhenItIsClosed() {
    Listening stays = listening(0, CHAT, NEWS);
    Evs goes = daemons.get(1).node.open(new EvsListener() {});
    goes.join(List.of(CHAT, NEWS));
    await().atMost(Daemon.LONG).until(() -> members(stays, NEWS) == 2);
    goes.close();
    await().atMost(Daemon.LONG).until(() -> members(stays, CHAT) == 1 && members(stays, NEWS) == 1);
    assertThat(stays.groups.stream().flatMap(change -> change.left().stream()))
        .containsOnly(new GroupChange.Change(goes.self(), GroupChange.Reason.LEAVE))
        .hasSize(2);
  }

  private static int members(Listening listening, Group group) {
    return listening.evs.groups().getOrDefault(group, List.of()).size();
  }

  @Test
  void theEndOfTheMemberIsToldToEveryHandle() throws Exception {
    Listening one = listening(0, CHAT);
    FaultInjection.crash(daemons.get(0).node);
    assertThat(one.disconnected.get(30, TimeUnit.SECONDS).code())
        .isEqualTo(EvsException.Code.LIBRARY);
    assertCode(EvsException.Code.LIBRARY, () -> one.evs.join(List.of(NEWS)));
  }
}
