package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.ipc.frame.LockCodec;
import io.evs.ipc.frame.Protocol;
import io.evs.leader.Leader;
import io.evs.leader.LeaderListener;
import io.evs.lock.HeldLock;
import io.evs.lock.Locks;
import io.evs.lock.table.LockInfo;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks of users who may connect to a daemon and not administer it. */
@Timeout(120)
@ExpectsLog({"a lock's name is 1 to 64 bytes", "a frame of 4294967295 bytes", "too slowly"})
class ClientLocksTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long OWN_PID = ProcessHandle.current().pid();
  private static final long RAW_PID = 4711;
  private static final int MESSAGE = 64 << 10;
  private static final Group CHAT = new Group("chat");
  private static final Group NEWS = new Group("news");

  @TempDir Path folder;
  private Daemon daemon;
  private ServedAs served;
  private Peer user;
  private Path users;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch seen = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    daemon = Daemon.ringOf(1, folder).get(0);
    served = new ServedAs(daemon.node, folder);
    user = ServedAs.user(65534, false);
    users = served.socketOf(user);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    served.close();
    daemon.close();
  }

  private <T extends AutoCloseable> T kept(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private Locks locks(Path socket) {
    EvsClient client = kept(EvsClient.connect(socket));
    return Locks.open(client);
  }

  private RawClient raw() throws IOException {
    RawClient client = kept(new RawClient(users)).hello(Protocol.VERSION);
    client.readUntil(0x80);
    client.frame(Protocol.LOCKS_OPEN, 1, RawClient.body(0));
    client.readUntil(Byte.toUnsignedInt(Protocol.LOCKS_OPENED));
    return client;
  }

  private static void ask(RawClient client, int id, String name) throws IOException {
    ask(client, id, name.getBytes(StandardCharsets.UTF_8));
  }

  private static void ask(RawClient client, int id, byte... text) throws IOException {
    ByteBuffer body = RawClient.body(3 + text.length);
    body.put(LockCodec.WAITS).putShort((short) text.length).put(text);
    client.frame(Protocol.LOCK_REQUEST, id, body);
  }

  private static EvsException failure(CompletableFuture<?> future) {
    await().atMost(LONG).until(future::isDone);
    return (EvsException) future.handle((value, failed) -> failed).join();
  }

  @Test
  void ordinaryUsersLockAndAllSeeWhoHolds() throws IOException {
    Locks one = locks(users);
    Locks two = locks(served.socketOf(ServedAs.user(1000, false)));
    HeldLock held = one.acquire("backup", false, LONG);
    assertThatThrownBy(() -> two.tryAcquire("backup", false, LONG))
        .isInstanceOf(EvsException.class)
        .hasMessage("lock backup is not free");
    try (Locks member = Locks.open(daemon.node)) {
      LockInfo seen = member.list(LONG).get(0);
      assertThat(two.list(LONG)).hasSize(1);
      LockInfo.Holder holder = seen.holders().get(0);
      assertThat(holder.asker()).contains(new LockInfo.Asker(65534, OWN_PID));
      assertThat(holder.process()).isEqualTo(new GroupMember(daemon.node.id(), OWN_PID));
      assertThat(holder.fence()).isEqualTo(held.fence());
    }
    CompletableFuture<HeldLock> next = two.request("backup", false);
    held.close();
    assertThat(next.orTimeout(30, TimeUnit.SECONDS).join().fence()).isGreaterThan(held.fence());
    assertThat(held.loss().isCompletedExceptionally()).as("given up, not lost").isTrue();
  }

  @Test
  void aClientThatIsGoneHasGivenUpWhatItHeldAndWaitedFor() throws IOException {
    RawClient gone = raw();
    ask(gone, 7, "backup");
    assertThat(gone.readUntil(Byte.toUnsignedInt(Protocol.LOCK_GRANTED)).id()).isEqualTo(7);
    Locks two = locks(users);
    CompletableFuture<HeldLock> next = two.request("backup", false);
    ask(gone, 8, "backup");
    assertThat(two.list(LONG).get(0).holders().get(0).process().processId()).isEqualTo(RAW_PID);
    gone.close();
    try (HeldLock lock = next.orTimeout(30, TimeUnit.SECONDS).join()) {
      assertThat(lock.isHeld()).isTrue();
      await().atMost(LONG).until(() -> two.list(LONG).get(0).waiting() == 0);
    }
    await().atMost(LONG).until(() -> served.quota.held(user, UserQuota.Resource.LOCKS) == 0);
  }

  /** Whatever the moment in which it goes: before, during or after the grant. */
  @Test
  void whoIsGoneWhileItIsGrantedKeepsNothing() throws IOException {
    Locks other = locks(users);
    for (int i = 0; i < 40; i++) {
      try (RawClient hasty = raw()) {
        ask(hasty, 7, "backup");
      }
      other.acquire("backup", false, LONG).close();
    }
  }

  /**
   * Who reads slowly goes on holding until it reads that it does not, or until its lease is over.
   */
  @Test
  void whoIsDisconnectedIsToldBeforeTheNextOneHolds() throws IOException {
    RawClient slow = raw();
    ask(slow, 7, "backup");
    slow.readUntil(Byte.toUnsignedInt(Protocol.LOCK_GRANTED));
    for (Group group : List.of(NEWS, CHAT)) {
      slow.frame(Protocol.OPEN, 1, RawClient.body(4));
      slow.join(slow.readUntil(0x84).body().getInt(0), group.name());
      slow.readUntil(0x82);
    }
    Evs sender = kept(daemon.node.open(new EvsListener() {}));
    await().atMost(LONG).until(() -> sender.groups().containsKey(CHAT));
    Locks other = locks(users);
    // Its socket first: what ends the connection would be told at once if there were room.
    do {
      sender.multicast(Guarantee.AGREED, List.of(CHAT), new byte[MESSAGE]);
    } while (isTaken());
    for (int i = 0; i < 64; i++) {
      sender.multicast(Guarantee.AGREED, List.of(CHAT), new byte[MESSAGE]);
    }
    // More than its queue takes; then a frame that is too long ends the connection.
    await().atMost(LONG).until(() -> !sender.groups().containsKey(CHAT));
    slow.write((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff);
    await().atMost(LONG).until(() -> !sender.groups().containsKey(NEWS));
    assertThat(other.list(LONG).get(0).holders()).hasSize(1);
    slow.readAll();
    other.acquire("backup", false, LONG).close();
  }

  /** Whether no message waits in the daemon, soon. */
  private boolean isTaken() {
    try {
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> daemon.node.status().receiveQueueBytes() < MESSAGE);
      return true;
    } catch (ConditionTimeoutException full) {
      return false;
    }
  }

  /** Both were read as U+FFFD, and so were one lock. */
  @Test
  void namesThatAreNoTextAreRefusedAndAreNotOneLock() throws IOException {
    for (byte[] name : List.of(new byte[] {(byte) 0xff}, new byte[] {(byte) 0xfe})) {
      RawClient odd = raw();
      ask(odd, 7, name);
      RawClient.Frame error = odd.readUntil(Byte.toUnsignedInt(Protocol.ERROR));
      assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM.value());
      assertThat(error.sentence())
          .isEqualTo("a lock's name is 1 to 64 bytes of UTF-8 without control characters");
    }
    Locks here = locks(users);
    assertThat(here.list(LONG)).isEmpty();
    for (String half : List.of("\ud83d", "\udd12")) {
      assertThatThrownBy(() -> here.request(half, false))
          .isInstanceOf(EvsException.class)
          .hasMessage("a lock's name is 1 to 64 bytes of UTF-8 without control characters");
    }
  }

  @Test
  void whoseConnectionEndsHasLost() throws IOException {
    Locks one = locks(users);
    HeldLock held = one.acquire("backup", false, LONG);
    CompletableFuture<HeldLock> waits = one.request("backup", false);
    served.close();
    held.loss().orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(failure(waits).code()).isEqualTo(EvsException.Code.IN_SHUTDOWN);
    assertThat(failure(one.request("other", false)).code())
        .isEqualTo(EvsException.Code.IN_SHUTDOWN);
    one.close();
    assertThat(failure(one.request("other", false)).code()).isEqualTo(EvsException.Code.BAD_HANDLE);
  }

  @Test
  void locksThatAreClosedGiveUpAndTheConnectionGoesOn() {
    EvsClient client = kept(EvsClient.connect(users));
    Locks one = Locks.open(client);
    HeldLock held = one.acquire("backup", false, LONG);
    CompletableFuture<HeldLock> waits = one.request("backup", false);
    one.close();
    assertThat(failure(waits).code()).isEqualTo(EvsException.Code.BAD_HANDLE);
    try (Locks two = Locks.open(client);
        HeldLock next = two.acquire("backup", false, LONG)) {
      assertThat(next.fence()).isGreaterThan(held.fence());
      assertThat(held.isHeld()).isFalse();
      assertThat(held.loss().isCompletedExceptionally()).isTrue();
    }
  }

  @Test
  void whoGivesUpWaitingLeavesTheQueue() {
    Locks one = locks(users);
    Locks two = locks(users);
    try (HeldLock held = one.acquire("backup", false, LONG)) {
      assertThatThrownBy(() -> two.acquire("backup", false, Duration.ofMillis(50)))
          .hasMessage("lock backup was not granted in 50 ms");
      await().atMost(LONG).until(() -> one.list(LONG).get(0).waiting() == 0);
      assertThat(held.isHeld()).isTrue();
    }
  }

  @Test
  void oneConnectionAndOneUserHaveTheirBounds() {
    Locks first = locks(users);
    for (int i = 0; i < 256; i++) {
      first.request("a" + i, true);
    }
    assertThat(failure(first.request("more", false)))
        .hasMessage("256 locks and requests for locks of this client are open; close some");
    for (int i = 0; i < 3; i++) {
      Locks more = locks(users);
      for (int k = 0; k < 256; k++) {
        more.request("a" + k, true);
      }
    }
    Locks last = locks(users);
    assertThat(failure(last.request("more", false)))
        .hasMessageContaining("has 1024 of 1024 locks and requests for locks that one user may")
        .extracting(each -> each.code())
        .isEqualTo(EvsException.Code.NO_RESOURCES);
    first.close();
    await().atMost(LONG).until(() -> served.quota.held(user, UserQuota.Resource.LOCKS) <= 768);
    last.acquire("more", false, LONG).close();
  }

  @Test
  void whoDoesNotReadHoldsUpNobody() throws IOException {
    RawClient deaf = raw();
    ask(deaf, 7, "backup");
    Thread writer =
        new Thread(
            () -> {
              try {
                for (int i = 100; i < 200_000; i++) {
                  deaf.frame(Protocol.LOCK_BEAT, i, RawClient.body(0));
                }
              } catch (IOException over) {
                return;
              }
            });
    writer.setDaemon(true);
    writer.start();
    Locks other = locks(users);
    await().atMost(LONG).until(() -> !other.list(LONG).isEmpty());
    other.acquire("other", false, LONG).close();
    deaf.close();
    other.acquire("backup", false, LONG).close();
  }

  /** T14-1: its frames wait for the ring, and each is served. */
  @Test
  void whoAsksAndGivesUpOverAndOverGoesOnAtTheRingsPace() throws IOException {
    RawClient hasty = raw();
    for (int i = 0; i < 5_000; i++) {
      ask(hasty, 7, "backup");
      hasty.frame(Protocol.LOCK_RELEASE, 7, RawClient.body(0));
    }
    ask(hasty, 8, "backup");
    RawClient.Frame granted = hasty.readUntil(Byte.toUnsignedInt(Protocol.LOCK_GRANTED));
    while (granted.id() != 8) {
      granted = hasty.readUntil(Byte.toUnsignedInt(Protocol.LOCK_GRANTED));
    }
    await().atMost(LONG).until(() -> served.quota.held(user, UserQuota.Resource.LOCKS) == 1);
  }

  @Test
  void aClientWithoutLocksIsToldToBeOfTheSameRelease() throws IOException {
    RawClient old = kept(RawClient.greeted(users));
    old.frame(Protocol.LOCKS_OPEN, 3, RawClient.body(0));
    RawClient.Frame failed = old.readUntil(Byte.toUnsignedInt(Protocol.FAILED));
    assertThat(failed.code()).isEqualTo(EvsException.Code.NOT_SUPPORTED.value());
    assertThat(new String(failed.body().array(), StandardCharsets.UTF_8))
        .contains("locks need protocol version 2, and this client speaks 1");
  }

  @Test
  void aLeaseOfOnesOwnIsTheDaemonsBusiness() {
    EvsClient client = kept(EvsClient.connect(users));
    assertThatThrownBy(() -> Locks.open(client, Duration.ofSeconds(1)))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("have the lease that its time-outs give");
  }

  /** Both are the same handle's for others, and each knows whether it leads. */
  @Test
  void candidatesOfOneDaemonKnowWhichOfThemLeads() throws Exception {
    BlockingQueue<Optional<Leader.Term>> one = new LinkedBlockingQueue<>();
    BlockingQueue<Optional<Leader.Term>> two = new LinkedBlockingQueue<>();
    EvsClient client = kept(EvsClient.connect(users));
    Leader first = kept(Leader.stand(client, "db", listener(one)));
    await().atMost(LONG).until(() -> first.fence().isPresent());
    kept(Leader.stand(client, "db", listener(two)));
    GroupMember here = new GroupMember(daemon.node.id(), OWN_PID);
    long fence = first.fence().getAsLong();
    await().atMost(LONG).until(() -> one.contains(Optional.of(new Leader.Term(here, fence, true))));
    assertThat(two.poll(30, TimeUnit.SECONDS)).contains(new Leader.Term(here, fence, false));
    first.close();
    Optional<Leader.Term> next = Optional.empty();
    while (next.isEmpty()) {
      next = two.poll(30, TimeUnit.SECONDS);
    }
    assertThat(next.get().here()).isTrue();
    assertThat(next.get().fence()).isGreaterThan(fence);
  }

  private static LeaderListener listener(BlockingQueue<Optional<Leader.Term>> terms) {
    return new LeaderListener() {
      @Override
      public void onLeading(long fence) {}

      @Override
      public void onLoss() {}

      @Override
      public void onLeader(Optional<Leader.Term> term) {
        terms.add(term);
      }
    };
  }

  /** A daemon that is stopped tells of no loss: the client's own clock does. */
  @Test
  void whoHearsNothingOfItsDaemonForALeaseHasLost() throws Exception {
    Path path = folder.resolve("stopped.sock");
    try (ServerSocketChannel stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stopped.bind(UnixDomainSocketAddress.of(path));
      Thread grants = new Thread(() -> grantOnce(stopped));
      grants.setDaemon(true);
      grants.start();
      EvsClient client = kept(EvsClient.connect(path));
      HeldLock held = Locks.open(client).acquire("backup", false, LONG);
      assertThat(held.fence()).isEqualTo(99);
      held.loss().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(client.isConnected()).isTrue();
    } finally {
      seen.countDown();
    }
  }

  private void grantOnce(ServerSocketChannel socket) {
    try (RawDaemon one = new RawDaemon(socket.accept())) {
      one.skip(Protocol.HELLO);
      one.write(one.welcome());
      int opens = one.skip(Protocol.LOCKS_OPEN);
      long lease = Duration.ofMillis(500).toNanos();
      one.write(LockCodec.opened(opens, new GroupMember(new io.evs.NodeId(1), 5), lease));
      int asks = one.skip(Protocol.LOCK_REQUEST);
      one.write(LockCodec.numbers(Protocol.LOCK_GRANTED, asks, 99, 0));
      one.skip(Protocol.LOCK_BEAT);
      one.skip(Protocol.LOCK_RELEASE);
      // The connection goes on until the test has seen that it does.
      seen.await();
    } catch (IOException over) {
      return;
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
