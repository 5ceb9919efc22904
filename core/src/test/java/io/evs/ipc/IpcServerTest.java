package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a daemon does with clients that are wrong, dead, slow or many: nothing to the others. */
@Timeout(120)
@ExpectsLog(" was disconnected: ")
class IpcServerTest {
  private static final Group LOAD = new Group("load");
  private static final int MULTICAST = 0x06;
  private static final int MULTICAST_JOINED = 0x07;
  private static final int ERROR = 0x81;

  @TempDir private Path folder;
  private Daemon daemon;
  private EvsClient good;
  private Listening listening;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void aDaemonWithAGoodClient() throws IOException {
    daemon = later(Daemon.ringOf(1, folder).get(0));
    good = later(EvsClient.connect(daemon.socket, "good"));
    listening = new Listening(good::open);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T later(T resource) {
    open.add(resource);
    return resource;
  }

  private RawClient raw() throws IOException {
    return later(new RawClient(daemon.socket));
  }

  /** The good client still sends and hears. */
  private void theOthersGoOn() {
    int before = listening.deliveries.size();
    listening.evs.join(List.of(LOAD));
    listening.evs.multicastJoined(Guarantee.SAFE, new byte[] {1, 2, 3});
    await().atMost(Daemon.LONG).until(() -> listening.deliveries.size() > before);
  }

  private static void assertEnds(RawClient client, String sentence) throws IOException {
    assertThat(client.readUntil(ERROR).sentence()).contains(sentence);
    assertThat(client.readAll()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ffffff7f 01 00000000, a frame of 2147483647 bytes",
    "ffffffff 01 00000000, a frame of 4294967295 bytes",
    "00000000, a frame of 0 bytes",
    "474554202f20485454502f312e310d0a, see docs/ipc.md",
    "05000000 01 00000000, begin with HELLO",
    "0b000000 01 00000000 45565332 0100, begin with HELLO",
    "11000000 01 00000000 45565331 0100 01000000 0500, a frame ends where 5 more bytes",
    "10000000 02 00000000 00000000 00000000 000000, begin with HELLO"
  })
  void whoDoesNotSayHelloIsToldWhatIsWrong(String bytes, String sentence) throws IOException {
    assertEnds(raw().hex(bytes), sentence);
    theOthersGoOn();
  }

  @Test
  void anotherVersionIsToldSo() throws IOException {
    assertEnds(
        raw().hello(9),
        "this daemon speaks protocol version 2, not 9: use a client of the same release");
  }

  @ParameterizedTest
  @CsvSource({
    "7e, '', frame type 0x7e is not known",
    "01, 45565331 0100 01000000 0000, frame type 0x1 is not known",
    "06, 02 01 0400 6c6f6164, handle 7 is not open",
    "02, ffff0000, a window of 65535 bytes; use 65536 or more",
    "02, 0000000000, a frame has 1 bytes too many",
    "04, 09000000 01 0400 6c6f6164, handle 9 is not open",
    "03, 0900, a frame ends where 4 more bytes"
  })
  void whoBreaksTheProtocolLaterIsToldToo(String type, String body, String sentence)
      throws IOException {
    RawClient client = later(RawClient.greeted(daemon.socket));
    byte[] bytes = java.util.HexFormat.of().parseHex(body.replace(" ", ""));
    client.frame(Integer.parseInt(type, 16), 7, ByteBuffer.wrap(bytes));
    assertEnds(client, sentence);
    theOthersGoOn();
  }

  @ParameterizedTest
  @CsvSource({
    "05 01 0400 6c6f6164, guarantee 5 is not 0 to 3",
    "02 00, 0 groups in one frame",
    "02 33, 51 groups in one frame",
    "02 01 0000, group name",
    "02 01 2100, a group name of 33 bytes",
    "02 01 0100 ff, not valid UTF-8",
    "02 01 0100 07, control character",
    "02 02 0400 6c6f6164, a frame ends where 2 more bytes"
  })
  void aBrokenMessageEndsTheConnection(String body, String sentence) throws IOException {
    RawClient client = later(RawClient.greeted(daemon.socket));
    int handle = client.open(0);
    byte[] bytes = java.util.HexFormat.of().parseHex(body.replace(" ", ""));
    client.frame(MULTICAST, handle, ByteBuffer.wrap(bytes));
    assertEnds(client, sentence);
  }

  /** SEC-L16: such a message was dropped without a word. */
  @Test
  void aMessageToMoreGroupsThanItMayGoToIsRefusedAndSaidSo() throws IOException {
    RawClient client = later(RawClient.greeted(daemon.socket));
    int handle = client.open(1 << 20);
    for (int i = 0; i <= Evs.GROUPS_MAX; i++) {
      client.join(handle, "g" + i);
      client.readUntil(0x82);
    }
    client.frame(MULTICAST_JOINED, handle, RawClient.body(2).put((byte) 2).put((byte) 7));
    assertEnds(client, "a message to 51 groups; use at most 50");
    Evs another = later(good.open(new EvsListener() {}));
    for (int i = 0; i <= Evs.GROUPS_MAX; i++) {
      another.join(List.of(new Group("g" + i)));
    }
    assertThatThrownBy(() -> another.multicastJoined(Guarantee.AGREED, new byte[1]))
        .isInstanceOfSatisfying(
            EvsException.class,
            e -> assertThat(e.code()).isEqualTo(EvsException.Code.TOO_MANY_GROUPS));
    theOthersGoOn();
  }

  @Test
  void anyBytesAtAllDisturbNobody() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(2000)];
      random.nextBytes(garbage);
      RawClient client = i % 2 == 0 ? raw() : later(RawClient.greeted(daemon.socket));
      try {
        if (i % 2 == 1) {
          // A length that is allowed, so that the rest is looked at.
          client.write(
              ByteBuffer.allocate(4)
                  .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                  .putInt(Math.max(5, garbage.length))
                  .array());
        }
        client.write(garbage);
      } catch (IOException closedAlready) {
        assertThat(closedAlready).hasMessageContaining("Broken pipe");
      }
      client.close();
    }
    await().atMost(Daemon.LONG).until(() -> daemon.server.clients() == 1);
    theOthersGoOn();
  }

  @Test
  void halfAFrameAndSilenceCostsOnlyItsOwnBytes() throws IOException {
    RawClient silent = raw().hex("0e00");
    RawClient greeted = later(RawClient.greeted(daemon.socket));
    greeted.hex("00001000 06").write(new byte[100_000]);
    theOthersGoOn();
    // Who has not said hello is not waited for longer than 10 s.
    assertEnds(silent, "no HELLO within 10 s");
    await().atMost(Daemon.LONG).until(() -> daemon.server.clients() == 2);
  }

  @Test
  void aClientThatIsGoneInTheMiddleOfAFrameLeavesItsGroups() throws IOException {
    listening.evs.join(List.of(LOAD));
    RawClient client = RawClient.greeted(daemon.socket);
    int handle = client.open(0);
    client.join(handle, "load");
    client.readUntil(0x82);
    await().atMost(Daemon.LONG).until(() -> listening.groups.size() == 2);
    client.hex("00010000 06").close();
    await().atMost(Daemon.LONG).until(() -> listening.groups.size() == 3);
    GroupChange.Change left = listening.groups.get(2).left().get(0);
    assertThat(left.reason()).isEqualTo(GroupChange.Reason.PROCESS_DOWN);
    assertThat(left.member().processId()).isEqualTo(4711);
  }

  @Test
  void whoStopsReadingIsEndedAndTheOthersLoseNothing() throws IOException {
    listening.evs.join(List.of(LOAD));
    RawClient stuck = later(RawClient.greeted(daemon.socket));
    stuck.join(stuck.open(0), "load");
    await().atMost(Daemon.LONG).until(() -> listening.groups.size() == 2);
    // More than a queue and all buffers between hold.
    int messages = 1200;
    for (int i = 0; i < messages; i++) {
      listening.evs.multicastJoined(Guarantee.AGREED, new byte[40_000]);
    }
    await().atMost(Daemon.LONG).until(() -> listening.deliveries.size() == messages);
    await()
        .atMost(Daemon.LONG)
        .until(
            () ->
                listening.groups.stream()
                    .flatMap(change -> change.left().stream())
                    .anyMatch(left -> left.member().processId() == 4711));
    // It gets what was on its way, and the reason if it reads on at last.
    RawClient.Frame last = stuck.readUntil(ERROR);
    assertThat(last.code()).isEqualTo(EvsException.Code.NO_RESOURCES.value());
    assertThat(last.sentence()).contains("the client reads too slowly");
  }

  @Test
  void whoDoesNotDispatchLosesThatHandleOnly() throws Exception {
    EvsClient lazy = later(EvsClient.connect(daemon.socket, "lazy"));
    Evs asleep = lazy.open(new EvsListener() {});
    asleep.join(List.of(LOAD));
    Listening awake = new Listening(lazy::open);
    awake.evs.join(List.of(LOAD));
    await()
        .atMost(Daemon.LONG)
        .until(() -> awake.evs.groups().getOrDefault(LOAD, List.of()).size() == 2);
    int messages = 1200;
    for (int i = 0; i < messages; i++) {
      awake.evs.multicastJoined(Guarantee.AGREED, new byte[40_000]);
    }
    await().atMost(Daemon.LONG).until(() -> awake.deliveries.size() == messages);
    assertThatThrownBy(
            () -> {
              while (true) {
                asleep.dispatchOne(Daemon.LONG);
              }
            })
        .isInstanceOfSatisfying(
            EvsException.class,
            e -> {
              assertThat(e.code()).isEqualTo(EvsException.Code.NO_RESOURCES);
              assertThat(e).hasMessageContaining("dispatched too slowly");
            });
    assertThat(lazy.isConnected()).isTrue();
    assertThat(awake.evs.joined()).containsExactly(LOAD);
  }

  @Test
  void whoSendsTooFastWaitsAlone() throws Exception {
    RawClient fast = later(RawClient.greeted(daemon.socket));
    int handle = fast.open(0);
    ByteBuffer body = RawClient.body(1 + 1 + 2 + 4 + 60_000);
    body.put((byte) 2).put((byte) 1).putShort((short) 4).put("none".getBytes("US-ASCII"));
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  fast.frame(MULTICAST, handle, body);
                }
              } catch (IOException closed) {
                return;
              }
            });
    sender.setDaemon(true);
    sender.start();
    for (int i = 0; i < 20; i++) {
      theOthersGoOn();
      good.ping();
    }
    assertThat(sender.isAlive()).isTrue();
    fast.close();
    sender.join(10_000);
  }

  @Test
  void aSocketThatWasLeftBehindIsReplacedAndALiveOneIsNot() throws IOException {
    Path socket = folder.resolve("left.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    IpcSettings settings = IpcSettings.of(socket);
    try (IpcServer server = IpcServer.start(daemon.node, settings, () -> "{}")) {
      EvsClient.connect(server.path()).close();
      assertThatThrownBy(() -> SocketFile.open(settings))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining(
              "another evs node serves " + socket + " (pid " + ProcessHandle.current().pid() + ")");
    }
    assertThat(socket).doesNotExist();
    Files.writeString(socket, "something else");
    assertThatThrownBy(() -> SocketFile.open(settings))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("exists and is not a socket");
    assertThat(socket).hasContent("something else");
  }

  @Test
  void theSocketHasTheModeThatWasAskedFor() throws IOException {
    Path socket = folder.resolve("mode.sock");
    IpcSettings settings =
        new IpcSettings(socket, "0660", List.of(1L), List.of(), List.of(), 1 << 20);
    try (IpcServer server = IpcServer.start(daemon.node, settings, () -> "{}")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path())))
          .isEqualTo("rw-rw----");
      // The daemon's own user is always let in.
      EvsClient.connect(socket).close();
    }
  }

  @Test
  void whereNoDaemonIsTheClientSaysSo() {
    assertThatThrownBy(() -> EvsClient.connect(folder.resolve("none.sock")))
        .isInstanceOfSatisfying(
            EvsException.class, e -> assertThat(e.code()).isEqualTo(EvsException.Code.TRY_AGAIN))
        .hasMessageContaining("start one with evs node");
  }

  @Test
  void aDaemonThatSaysNothingIsGivenUp() throws IOException {
    Path socket = folder.resolve("mute.sock");
    try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      assertThatThrownBy(() -> EvsClient.connect(socket))
          .isInstanceOfSatisfying(
              EvsException.class, e -> assertThat(e.code()).isEqualTo(EvsException.Code.TIMEOUT));
    }
  }

  @Test
  void aHundredClientsHearTheSame() throws Exception {
    List<Listening> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Listening(later(EvsClient.connect(daemon.socket, "client " + i))::open));
    }
    for (Listening each : all) {
      each.evs.join(List.of(LOAD));
    }
    await()
        .atMost(Daemon.LONG)
        .until(() -> all.get(99).evs.groups().getOrDefault(LOAD, List.of()).size() == 100);
    for (Listening each : all) {
      each.evs.multicastJoined(Guarantee.AGREED, new byte[] {7});
    }
    await()
        .atMost(Daemon.LONG)
        .until(() -> all.stream().allMatch(each -> each.deliveries.size() == 100));
    List<String> order = all.get(0).order();
    all.forEach(each -> assertThat(each.order()).isEqualTo(order));
  }

  @Test
  void theEndOfTheStreamIsTheEnd() throws IOException {
    RawClient client = later(RawClient.greeted(daemon.socket));
    daemon.server.close();
    assertThat(client.readUntil(ERROR).code()).isEqualTo(EvsException.Code.IN_SHUTDOWN.value());
    assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
  }
}
