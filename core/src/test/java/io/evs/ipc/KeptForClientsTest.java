package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.ipc.frame.Protocol;
import io.evs.node.RelayHandle;
import io.evs.node.flow.RelayOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a node keeps for a client counts for the client's user. What did not, ended a node with
 * a heap of 128 MiB: one user has 250 connections to it.
 */
@Timeout(120)
@ExpectsLog(" was disconnected: ")
class KeptForClientsTest {
  private static final int NO_SUCH_HANDLE = 77;
  private static final Group G = new Group("g");

  @TempDir Path folder;
  private Daemon daemon;
  private ServedAs served;
  private Peer mallory;
  private Path mallorys;
  private Evs admin;
  private final AtomicInteger heard = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    daemon = Daemon.ringOf(1, folder).get(0);
    served = new ServedAs(daemon.node, folder);
    mallory = ServedAs.user(65534, false);
    mallorys = served.socketOf(mallory);
    admin =
        daemon.node.open(
            new EvsListener() {
              @Override
              public void onMessage(Delivery delivery) {
                heard.incrementAndGet();
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    for (AutoCloseable each : open) {
      each.close();
    }
    served.close();
    daemon.close();
  }

  private long held(UserQuota.Resource resource) {
    return served.quota.held(mallory, resource);
  }

  /** Nothing is ordered until {@link #goOn}. */
  private void stopTheRing() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    RelayHandle relay =
        daemon.node.openRelay(1, 1 << 20, new RelayOwner("test", true), reason -> {});
    relay.onReadable(
        () -> {
          stopped.countDown();
          try {
            goOn.await();
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
    while (relay.next(new EvsListener() {}) >= 0) {
      continue;
    }
    relay.offerJoin(List.of(new Group("stop")));
    stopped.await();
  }

  @Test
  void messagesThatWaitForRoomInTheSendQueue() throws Exception {
    admin.join(List.of(G));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      RawClient client = RawClient.greeted(mallorys);
      open.add(client);
      assertThat(client.open(0)).isEqualTo(1);
      clients.add(client);
    }
    stopTheRing();
    ByteBuffer body = RawClient.body(5 + (1 << 20));
    body.put((byte) 2).put((byte) 1).putShort((short) 1).put((byte) 'g');
    for (RawClient client : clients) {
      client.frame(Protocol.MULTICAST, 1, body);
    }
    // Seven fit into the 8 MiB of the send queue.
    await().until(() -> held(UserQuota.Resource.UNSERVED_BYTES) >= 3 << 20);
    goOn.countDown();
    await()
        .until(
            () -> {
              admin.dispatch(Evs.Dispatch.ALL);
              return heard.get() == clients.size();
            });
    await().until(() -> held(UserQuota.Resource.UNSERVED_BYTES) == 0);
    assertThat(served.loop.clients()).isEqualTo(clients.size());
  }

  @Test
  void messagesWhoseDeliveryIsToBeAnswered() throws Exception {
    RawClient client = RawClient.greeted(mallorys);
    open.add(client);
    int handle = client.open(0);
    stopTheRing();
    int count = RequestHandler.TOLD_MAX + 500;
    ByteBuffer frames = RawClient.body(count * 18);
    for (int i = 0; i < count; i++) {
      frames.putInt(14).put(Protocol.MULTICAST_TOLD).putInt(i);
      frames.putInt(handle).put((byte) 2).put((byte) 1).putShort((short) 1).put((byte) 'n');
    }
    frames.flip();
    client.write(java.util.Arrays.copyOf(frames.array(), frames.limit()));
    long most = (long) RequestHandler.TOLD_MAX * RequestHandler.TOLD_BYTES;
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) == most);
    goOn.countDown();
    for (int i = 0; i < count; i++) {
      assertThat(client.readUntil(Protocol.DELIVERED & 0xff).id()).isEqualTo(i);
    }
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) == 0);
  }

  @Test
  void messagesOfAClientThatIsGone() throws Exception {
    RawClient client = RawClient.greeted(mallorys);
    int handle = client.open(0);
    client.join(handle, "g");
    client.readUntil(Protocol.GROUP_CHANGE & 0xff);
    stopTheRing();
    ByteBuffer body = RawClient.body(9);
    body.putInt(handle).put((byte) 2).put((byte) 1).putShort((short) 1).put((byte) 'g');
    for (int i = 0; i < 10; i++) {
      client.frame(Protocol.MULTICAST_TOLD, i, body);
    }
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) == 10 * RequestHandler.TOLD_BYTES);
    client.close();
    await().until(() -> served.loop.clients() == 0);
    goOn.countDown();
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) == 0);
  }

  /** One that has read the first bytes of a long event, and no more. */
  private RawClient inTheMidstOfAnEvent() throws IOException {
    RawClient client = RawClient.greeted(mallorys);
    open.add(client);
    client.join(client.open(0), "g");
    client.readUntil(Protocol.GROUP_CHANGE & 0xff);
    admin.multicast(Guarantee.AGREED, List.of(G), new byte[900_000]);
    int length = ByteBuffer.wrap(client.readBytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertThat(length).isGreaterThan(900_000);
    client.frame(Protocol.MULTICAST, NO_SUCH_HANDLE, RawClient.body(0));
    return client;
  }

  @Test
  void theRestOfAnEventWhenTheConnectionEnds() throws IOException {
    RawClient client = inTheMidstOfAnEvent();
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) >= 900_000);
    String end = new String(client.readAll(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(end).endsWith("handle 77 is not open");
    await().until(() -> held(UserQuota.Resource.UNREAD_BYTES) == 0);
  }

  @Test
  void whoLeavesTooMuchUnreadIsNotToldWhyTheConnectionEnds() throws IOException {
    UserQuota.Resource unread = UserQuota.Resource.UNREAD_BYTES;
    assertThat(served.quota.take(mallory, unread, unread.userMost() - 500_000)).isTrue();
    RawClient client = inTheMidstOfAnEvent();
    await().until(() -> served.loop.clients() == 0);
    assertThat(client.readAll()).hasSizeLessThan(900_000);
  }
}
