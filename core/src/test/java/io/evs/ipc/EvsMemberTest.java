package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.ConfigurationChange;
import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import io.evs.NodeId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a member of this process and a client of a daemon have to do alike. */
@Timeout(60)
@ExpectsLog({"takes no more tasks", "the listener failed"})
class EvsMemberTest {
  private static final long WAIT_SECONDS = 30;
  private static final AtomicInteger GROUPS = new AtomicInteger();

  /** The two kinds of members, both of node 1. */
  enum Kind {
    NODE,
    CLIENT
  }

  @TempDir private static Path folder;
  private static List<Daemon> daemons;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<EvsClient> clients = new ArrayList<>();
  private final List<Evs> handles = new ArrayList<>();

  /** Of this test only: the ring is that of all. */
  private final Group chat = Group.of("chat-" + GROUPS.incrementAndGet());

  @BeforeAll
  static void ring() throws Exception {
    daemons = Daemon.ringOf(2, folder);
  }

  @AfterAll
  static void endRing() {
    daemons.forEach(Daemon::close);
  }

  /** On a busy machine a new ring may have formed meanwhile. */
  @BeforeEach
  void isWhole() {
    daemons.forEach(each -> each.node.awaitMembers(2, Daemon.LONG));
  }

  @AfterEach
  void end() {
    handles.forEach(Evs::close);
    clients.forEach(EvsClient::close);
    threads.shutdownNow();
  }

  private EvsMember member(Kind kind) {
    if (kind == Kind.NODE) {
      return daemons.get(0).node;
    }
    EvsClient client = EvsClient.connect(daemons.get(0).socket, "test");
    clients.add(client);
    return client;
  }

  private Evs opened(Evs handle) {
    handles.add(handle);
    return handle;
  }

  private static Delivered get(CompletableFuture<Delivered> delivered) throws Exception {
    return delivered.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** Collects numbers, and notices when two events run at once. */
  private static class Collecting implements EvsListener {
    final List<Integer> numbers = new ArrayList<>();
    final AtomicInteger running = new AtomicInteger();
    final CompletableFuture<EvsException> disconnected = new CompletableFuture<>();
    volatile boolean overlapped;

    @Override
    public void onMessage(Delivery delivery) {
      overlapped |= running.incrementAndGet() != 1;
      numbers.add(delivery.view().getInt());
      running.decrementAndGet();
    }

    @Override
    public void onDisconnected(EvsException reason) {
      disconnected.complete(reason);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatItIs(Kind kind) {
    EvsMember member = member(kind);
    assertThat(member.id()).isEqualTo(NodeId.of(1));
    assertThat(member.name()).isEqualTo(daemons.get(0).node.name());
    assertThat(member.ringName()).isEqualTo(daemons.get(0).node.ringName());
    assertThat(member.configuration().orElseThrow().members())
        .containsExactly(NodeId.of(1), NodeId.of(2));
    assertThat(member.status().nodeId()).isEqualTo(NodeId.of(1));
    await()
        .ignoreExceptions()
        .atMost(Daemon.LONG)
        .until(() -> member.statusOfAll(Duration.ofSeconds(5)).members().size() == 2);
  }

  @ParameterizedTest
  @EnumSource
  void waitsForMembersByEvents(Kind kind) {
    EvsMember member = member(kind);
    assertThat(member.awaitMembers(2, Daemon.LONG).local()).isEqualTo(NodeId.of(1));
    assertThatThrownBy(() -> member.awaitMembers(3, Duration.ofMillis(50)))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("of 3 members after 50 ms")
        .extracting(thrown -> ((EvsException) thrown).code())
        .isEqualTo(EvsException.Code.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void eventsAreRunUntilAConditionHolds(Kind kind) {
    Collecting heard = new Collecting();
    Evs handle = opened(member(kind).open(heard));
    handle.join(chat);
    for (int i = 0; i < 20; i++) {
      handle.multicastJoined(number(i));
    }
    assertThat(handle.dispatchUntil(() -> heard.numbers.size() == 5, Daemon.LONG)).isTrue();
    assertThat(heard.numbers).hasSize(5);
    assertThat(handle.dispatchUntil(() -> heard.numbers.size() == 20, Daemon.LONG)).isTrue();
    assertThat(handle.dispatchUntil(() -> false, Duration.ofMillis(1))).isFalse();
    Thread.currentThread().interrupt();
    assertThat(handle.dispatchUntil(() -> false, Daemon.LONG)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anExecutorRunsEventsInOrderAndOneAtATime(Kind kind) throws Exception {
    Collecting one = new Collecting();
    Collecting two = new Collecting();
    Evs first = opened(member(kind).open(one, threads));
    Evs second = opened(member(kind).open(two, threads));
    first.join(chat);
    second.join(chat);
    get(second.flush());
    for (int i = 0; i < 1000; i++) {
      (i % 2 == 0 ? first : second).multicast(number(i), chat);
    }
    get(first.flush());
    get(second.flush());
    get(first.flush());
    assertThat(one.numbers).hasSize(1000).isEqualTo(two.numbers);
    assertThat(one.overlapped || two.overlapped).isFalse();
    assertThatThrownBy(() -> first.dispatch(Evs.Dispatch.ALL)).hasMessageContaining("executor");
    assertThatThrownBy(() -> first.onReadable(() -> {})).hasMessageContaining("executor");
  }

  /** Whoever sent a message and was told finds that the listener has had it. */
  @ParameterizedTest
  @EnumSource
  void onAnExecutorAMessageIsToldBehindItsListener(Kind kind) throws Exception {
    Collecting listener = new Collecting();
    Evs handle = opened(member(kind).open(listener, threads));
    handle.join(chat);
    for (int i = 1; i <= 50; i++) {
      get(handle.send(number(i), chat));
      assertThat(listener.numbers).hasSize(i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aListenerThatFailsLosesItsHandleAndIsTold(Kind kind) throws Exception {
    List<String> others = new CopyOnWriteArrayList<>();
    Evs other =
        opened(
            daemons
                .get(1)
                .node
                .open(
                    new EvsListener() {
                      @Override
                      public void onGroup(GroupChange change) {
                        change.left().forEach(each -> others.add(each.reason().jsonName()));
                      }
                    },
                    threads));
    other.join(chat);
    get(other.flush());
    Collecting listener =
        new Collecting() {
          @Override
          public void onMessage(Delivery delivery) {
            super.onMessage(delivery);
            if (numbers.size() == 2) {
              throw new IllegalStateException("no more");
            }
          }
        };
    Evs handle = opened(member(kind).open(listener, threads));
    handle.join(chat);
    get(handle.send(number(1), chat));
    CompletableFuture<Delivered> failing = handle.send(number(2), chat);
    EvsException told = listener.disconnected.get(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(told.code()).isEqualTo(EvsException.Code.LIBRARY);
    assertThat(told).hasMessageContaining("no more").hasRootCauseMessage("no more");
    assertThatThrownBy(() -> get(failing)).hasCause(told);
    assertThatThrownBy(() -> handle.multicast(number(3), chat)).hasMessageContaining("no more");
    await().untilAsserted(() -> assertThat(others).containsExactly("leave"));
    assertThat(listener.numbers).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void anExecutorThatTakesNothingEndsTheHandle(Kind kind) {
    threads.shutdown();
    Evs handle = opened(member(kind).open(new EvsListener() {}, threads));
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> handle.join(chat))
                    .isInstanceOf(EvsException.class)
                    .hasMessageContaining("executor takes no more tasks"));
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsToldWithItsPlaceAndItsReceivers(Kind kind) throws Exception {
    Listening other = new Listening(daemons.get(1).node::open);
    opened(other.evs).join(chat);
    get(other.evs.flush());
    Evs handle = opened(member(kind).open(new EvsListener() {}));
    for (Guarantee guarantee : Guarantee.values()) {
      int count = guarantee.ordinal();
      Delivered place = get(handle.send(guarantee, List.of(chat), number(count)));
      assertThat(place.receivers()).isEqualTo(1);
      await().until(() -> other.deliveries.size() > count);
      Delivery delivery = other.deliveries.get(count);
      assertThat(place.ring()).isEqualTo(delivery.ring());
      assertThat(place.sequence()).isEqualTo(delivery.sequence());
    }
  }

  @ParameterizedTest
  @EnumSource
  void flushIsBehindAllEventsThatComeBefore(Kind kind) throws Exception {
    Collecting listener = new Collecting();
    Evs handle = opened(member(kind).open(listener));
    handle.join(chat);
    for (int i = 0; i < 2000; i++) {
      handle.multicast(i % 3 == 0 ? Guarantee.SAFE : Guarantee.AGREED, List.of(chat), number(i));
    }
    get(handle.flush());
    assertThat(handle.groups().get(chat)).contains(handle.self());
    handle.dispatch(Evs.Dispatch.ALL);
    assertThat(listener.numbers).hasSize(2000).isSorted();
  }

  /** The window of a client is 4 MiB: the answers do not wait behind it for ever. */
  @ParameterizedTest
  @EnumSource
  void whoDispatchesNothingIsToldAllTheSame(Kind kind) throws Exception {
    Evs handle = opened(member(kind).open(new EvsListener() {}));
    handle.join(chat);
    List<CompletableFuture<Delivered>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(handle.send(new byte[Evs.MESSAGE_MAX_BYTES], chat));
    }
    for (CompletableFuture<Delivered> each : all) {
      get(each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyWaitsForAMessageOfAHandleThatWasClosed(Kind kind) throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    Evs handle =
        member(kind)
            .open(
                new EvsListener() {
                  @Override
                  public void onConfiguration(ConfigurationChange change) {
                    try {
                      busy.await();
                    } catch (InterruptedException stop) {
                      Thread.currentThread().interrupt();
                    }
                  }
                },
                threads);
    CompletableFuture<Delivered> waiting = handle.send(number(1), chat);
    handle.close();
    busy.countDown();
    assertThatThrownBy(() -> get(waiting))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .extracting(thrown -> ((EvsException) thrown).code())
        .isEqualTo(EvsException.Code.BAD_HANDLE);
    assertThatThrownBy(handle::flush).isInstanceOf(EvsException.class);
  }
}
