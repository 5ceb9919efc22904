package io.evs.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.barrier.Barrier;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import io.evs.node.handle.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local users who may connect, and want more than their share. */
@Timeout(120)
@ExpectsLog({"a client was refused: ", " was disconnected: ", "did not take everything"})
class HostileClientsTest {
  private static final Group KEYS = new Group(ControlGroups.CONTROL_PREFIX + "keys");
  private static final byte[] USE = "use 9223372036854775807 deadbeef".getBytes();

  @TempDir Path folder;
  private Daemon daemon;
  private ServedAs served;
  private Peer mallory;
  private Path mallorys;
  private Path admins;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    daemon = Daemon.ringOf(1, folder).get(0);
    served = new ServedAs(daemon.node, folder);
    mallory = ServedAs.user(65534, false);
    mallorys = served.socketOf(mallory);
    admins = served.socketOf(ServedAs.user(0, true));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    served.close();
    daemon.close();
  }

  private EvsClient client(Path socket) {
    EvsClient client = EvsClient.connect(socket);
    open.add(client);
    return client;
  }

  /** SEC-H1: any client could tell the agents of all nodes which key to use. */
  @Test
  void onlyAdministratorsSendToTheNodesOwnGroups() {
    List<Delivery> heard = new ArrayList<>();
    Evs agent =
        daemon.node.open(
            new EvsListener() {
              @Override
              public void onMessage(Delivery delivery) {
                heard.add(delivery);
              }
            });
    agent.join(List.of(KEYS));
    AtomicReference<EvsException> lost = new AtomicReference<>();
    Evs handle =
        client(mallorys)
            .open(
                new EvsListener() {
                  @Override
                  public void onDisconnected(EvsException reason) {
                    lost.set(reason);
                  }
                });
    assertThatThrownBy(() -> handle.join(List.of(KEYS)))
        .isInstanceOfSatisfying(
            EvsException.class,
            refused -> assertThat(refused.code()).isEqualTo(EvsException.Code.ACCESS))
        .hasMessageContaining("ipc.admin_uids");
    handle.multicast(Guarantee.AGREED, List.of(new Group("chat"), KEYS), USE);
    await()
        .until(
            () -> {
              try {
                handle.dispatch(Evs.Dispatch.ALL);
              } catch (EvsException over) {
                lost.compareAndSet(null, over);
              }
              return lost.get() != null;
            });
    assertThat(lost.get()).hasMessageContaining("are the node's own: only root");

    Evs admin = client(admins).open(new EvsListener() {});
    admin.multicast(Guarantee.AGREED, List.of(KEYS), "right".getBytes());
    await()
        .until(
            () -> {
              agent.dispatch(Evs.Dispatch.ALL);
              return !heard.isEmpty();
            });
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).payload()).isEqualTo("right".getBytes());
    agent.close();
  }

  @Test
  void whatIsNotForAUserIsCalledByItsName() {
    assertThatThrownBy(() -> Barrier.open(client(mallorys), "loaded", 2))
        .isInstanceOfSatisfying(
            EvsException.class,
            refused -> assertThat(refused.code()).isEqualTo(EvsException.Code.ACCESS))
        .hasMessageStartingWith("barrier loaded needs an administrator of the node: ")
        .hasMessageContaining("ipc.admin_uids");
  }

  /** SEC-M12: one user could take all handles, and the administrator got none. */
  @Test
  void oneUserGetsHalfOfTheHandlesAndAdministratorsStillGetTheirs() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                EvsClient client = client(mallorys);
                for (int j = 0; j < IpcSettings.HANDLES_MAX; j++) {
                  client.open(new EvsListener() {});
                }
              }
            })
        .isInstanceOf(EvsException.class)
        .hasMessageMatching("user .* has 512 of 512 handles open that one user may have .*");
    client(admins).open(new EvsListener() {}).join(List.of(KEYS));
    open.stream().limit(4).forEach(each -> ((EvsClient) each).close());
    await().until(() -> served.quota.held(mallory, UserQuota.Resource.HANDLES) == 0);
    client(mallorys).open(new EvsListener() {});
  }

  /** SEC-M12: the same with memberships, of which 82 frames were all. */
  @Test
  void oneUserGetsHalfOfTheMemberships() {
    EvsClient client = client(mallorys);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 82; i++) {
                int frame = i;
                client
                    .open(new EvsListener() {})
                    .join(
                        IntStream.range(0, 50)
                            .mapToObj(each -> new Group("g" + frame + "-" + each))
                            .toList());
              }
            })
        .isInstanceOf(EvsException.class)
        .hasMessageMatching("user .* has 2000 of 2048 memberships in groups .*");
    client(admins).open(new EvsListener() {}).join(List.of(KEYS));
    client.close();
    await().until(() -> served.quota.held(mallory, UserQuota.Resource.MEMBERSHIPS) == 0);
  }

  /** SEC-M6: a thousand halves of frames were a gigabyte, for ever. */
  @Test
  void halfFramesOfOneUserAreBoundedAndEnd() throws IOException {
    byte[] half = new byte[(1 << 20) - 16];
    half[2] = 0x10;
    for (int i = 0; i < 80; i++) {
      RawClient client = RawClient.greeted(mallorys);
      open.add(client);
      try {
        client.write(half);
      } catch (IOException ended) {
        // There was no memory for it.
        client.close();
      }
    }
    long most = UserQuota.Resource.UNSERVED_BYTES.userMost();
    assertThat(80L << 20).as("more is sent than may be kept").isGreaterThan(most);
    await().until(() -> served.loop.clients() <= most >> 20);
    assertThat(served.quota.held(mallory, UserQuota.Resource.UNSERVED_BYTES)).isBetween(1L, most);
    // Others are served meanwhile, with large frames, too.
    Evs admin = client(admins).open(new EvsListener() {});
    admin.multicast(Guarantee.AGREED, List.of(new Group("g")), new byte[1 << 20]);
    served.loop.execute(() -> served.loop.tickAt(System.nanoTime() + TimeUnit.SECONDS.toNanos(31)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> served.quota.held(mallory, UserQuota.Resource.UNSERVED_BYTES) == 0);
  }

  /** SEC-M6, the other way: answers that nobody reads were kept, as large as they are. */
  @Test
  void unreadAnswersOfOneUserAreBounded() throws IOException {
    long most = UserQuota.Resource.UNREAD_BYTES.userMost();
    String status = "x".repeat((int) (most / 4 - 64));
    try (ServedAs large = new ServedAs(daemon.node, folder.resolve("large"), () -> status)) {
      Path socket = large.socketOf(mallory);
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        RawClient client = RawClient.greeted(socket);
        open.add(client);
        clients.add(client.frame(Protocol.STATUS, 7, RawClient.body(0)));
        long answered = Math.min(4, i + 1) * (long) status.length();
        await().until(() -> large.quota.held(mallory, UserQuota.Resource.UNREAD_BYTES) >= answered);
      }
      RawClient last = clients.get(4);
      RawClient.Frame refused = last.read();
      assertThat(refused.type()).isEqualTo(Protocol.FAILED & 0xff);
      assertThat(refused.id()).isEqualTo(7);
      assertThat(refused.sentence()).contains("bytes of answers waiting to be read");
      assertThat(large.quota.held(mallory, UserQuota.Resource.UNREAD_BYTES)).isBetween(1L, most);
      assertThat(clients.get(0).readUntil(Protocol.STATUS_IS & 0xff).body().remaining())
          .isEqualTo(status.length());
      await()
          .until(() -> large.quota.held(mallory, UserQuota.Resource.UNREAD_BYTES) < most / 4 * 3);
      last.frame(Protocol.STATUS, 8, RawClient.body(0));
      assertThat(last.readUntil(Protocol.STATUS_IS & 0xff).id()).isEqualTo(8);
      for (RawClient each : clients) {
        each.close();
      }
      await().until(() -> large.quota.held(mallory, UserQuota.Resource.UNREAD_BYTES) == 0);
    }
  }

  /** SEC-M3: an event that waits in a socket's buffer counts for its user until it is written. */
  @Test
  void whatIsOnItsWayToAClientThatDoesNotReadStillCounts() throws IOException {
    try (RawClient client = RawClient.greeted(mallorys)) {
      int handle = client.open(0);
      client.join(handle, "g");
      client.readUntil(Protocol.GROUP_CHANGE & 0xff);
      Evs admin = client(admins).open(new EvsListener() {});
      admin.multicast(Guarantee.AGREED, List.of(new Group("g")), new byte[900_000]);
      int length = java.nio.ByteBuffer.wrap(client.readBytes(4)).order(LITTLE_ENDIAN).getInt();
      assertThat(length).isGreaterThan(900_000);
      assertThat(daemon.node.status().receiveQueueBytes()).isGreaterThan(900_000);
      client.readBytes(length);
      await().until(() -> daemon.node.status().receiveQueueBytes() == 0);
    }
  }

  /** SEC-M6: each byte of a frame cost a copy of all of it. */
  @Test
  void aFrameInSmallPiecesIsServed() throws IOException {
    try (RawClient client = RawClient.greeted(mallorys)) {
      int handle = client.open(0);
      client.join(handle, "g");
      java.nio.ByteBuffer body = RawClient.body(1 + 1 + 2 + 1 + 30_000);
      body.put((byte) 2).put((byte) 1).putShort((short) 1).put("g".getBytes());
      java.nio.ByteBuffer frame = RawClient.body(9 + body.capacity());
      frame.putInt(5 + body.capacity()).put(Protocol.MULTICAST).putInt(handle);
      frame.put(body.array());
      for (byte each : frame.array()) {
        client.write(each);
      }
      assertThat(client.readUntil(Protocol.MESSAGE & 0xff).body().remaining())
          .isGreaterThan(30_000);
      assertThat(served.quota.held(mallory, UserQuota.Resource.UNSERVED_BYTES)).isZero();
    }
  }

  /** SEC-M7: a fault that one client leads to ended the server for all. */
  @Test
  void aFaultEndsOneRequestAndNotTheServer() throws IOException {
    ServedAs faulty =
        new ServedAs(
            daemon.node,
            folder.resolve("faulty-"),
            () -> {
              throw new IllegalStateException("planted");
            });
    open.add(faulty);
    EvsClient client = client(faulty.socketOf(mallory));
    assertThatThrownBy(client::status)
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("internal fault of the node");
    client.ping();
    assertThat(faulty.failure).isNull();
  }

  /** SEC-M5: whoever was refused was registered first, and kept. */
  @Test
  void whoIsRefusedIsToldOnceAndNotKept() throws IOException {
    UserQuota full = new UserQuota();
    PeerCredentials access = new PeerCredentials(IpcSettings.of(folder.resolve("door.sock")), 0);
    SocketFile socket = SocketFile.open(IpcSettings.of(folder.resolve("door.sock")));
    open.add(socket);
    Peer self = ServedAs.user((int) SocketFile.ownUid(), true);
    assertThat(
            full.take(self, UserQuota.Resource.CONNECTIONS, UserQuota.Resource.CONNECTIONS.most()))
        .isTrue();
    List<Peer> entered = new CopyOnWriteArrayList<>();
    Acceptor acceptor =
        new Acceptor(socket.channel(), access, full, (channel, peer) -> entered.add(peer));
    open.add(acceptor);
    Thread thread = new Thread(acceptor);
    thread.setDaemon(true);
    thread.start();
    for (int i = 0; i < 300; i++) {
      try (RawClient client = new RawClient(socket.path())) {
        assertThat(client.read().sentence()).contains("clients connected");
        assertThat(client.readAll()).isEmpty();
      }
    }
    assertThat(entered).isEmpty();
    full.give(self, UserQuota.Resource.CONNECTIONS, 1);
    try (RawClient client = new RawClient(socket.path())) {
      await().until(() -> !entered.isEmpty());
      assertThat(client.channel.isOpen()).isTrue();
      assertThat(entered.get(0).administers()).isTrue();
    }
  }

  /** FIELD-10: a server that had died left a node that looked well. */
  @Test
  void anErrorThatEndsTheServerIsTold() {
    served.loop.execute(
        () -> {
          throw new OutOfMemoryError("planted");
        });
    await().until(() -> served.failure != null);
    assertThat(served.failure).isInstanceOf(OutOfMemoryError.class);
  }
}
