package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.node.FaultInjection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("NEW-A4: receivers are those of the message's place in the order")
class ReceiversTest {
  private static final Group CHAT = new Group("chat");
  private static final Group NEWS = new Group("news");
  private static final byte[] HELLO = {1};

  @TempDir Path folder;
  private List<Daemon> daemons;
  private final List<EvsClient> clients = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    daemons = Daemon.ringOf(2, folder);
  }

  @AfterEach
  void end() {
    clients.forEach(EvsClient::close);
    daemons.forEach(Daemon::close);
  }

  private EvsClient client(int daemon) {
    EvsClient client = EvsClient.connect(daemons.get(daemon).socket, "test");
    clients.add(client);
    return client;
  }

  private static int members(Evs handle, Group group) {
    return handle.groups().getOrDefault(group, List.of()).size();
  }

  /** Joins a group, and does something as soon as a message comes. */
  private void receiver(Function<EvsListener, Evs> opener, Group group, Runnable then) {
    CompletableFuture<Evs> handle = new CompletableFuture<>();
    Listening listening =
        new Listening(
            given ->
                opener.apply(
                    new EvsListener() {
                      @Override
                      public void onMessage(Delivery delivery) {
                        handle.join().leave(List.of(group));
                        then.run();
                      }
                    }));
    handle.complete(listening.evs);
    listening.evs.join(List.of(group));
  }

  /** Whoever gets the message leaves at once, and another comes: read later, none is right. */
  private void racesWithLeavesAndJoins(Evs sender, Guarantee guarantee) throws Exception {
    Evs late = client(1).open(new EvsListener() {});
    receiver(client(0)::open, CHAT, () -> {});
    receiver(client(1)::open, CHAT, () -> late.join(List.of(CHAT)));
    receiver(daemons.get(1).node::open, NEWS, () -> {});
    await().atMost(Daemon.LONG).until(() -> members(sender, CHAT) + members(sender, NEWS) == 3);
    sender.join(List.of(CHAT));
    CompletableFuture<Delivered> delivered = sender.send(guarantee, List.of(CHAT, NEWS), HELLO);
    await()
        .atMost(Daemon.LONG)
        .until(() -> members(sender, NEWS) == 0 && sender.groups().get(CHAT).contains(late.self()));
    await().atMost(Daemon.LONG).until(() -> members(sender, CHAT) == 2);
    assertThat(delivered.get(30, TimeUnit.SECONDS).receivers()).isEqualTo(3);
    assertThat(sender.send(guarantee, List.of(new Group("x")), HELLO).get().receivers()).isZero();
  }

  @Test
  void ofAClientsMessage() throws Exception {
    racesWithLeavesAndJoins(client(0).open(new EvsListener() {}), Guarantee.AGREED);
  }

  @Test
  void ofASafeMessageOfAProgramWithTheMemberInIt() throws Exception {
    racesWithLeavesAndJoins(daemons.get(0).node.open(new EvsListener() {}), Guarantee.SAFE);
  }

  @Test
  void whoAsksInVainIsTold() {
    Evs client = client(0).open(new EvsListener() {});
    assertThatThrownBy(
            () ->
                client
                    .send(Guarantee.AGREED, List.of(CHAT), new byte[Evs.MESSAGE_MAX_BYTES + 1])
                    .get())
        .isInstanceOf(EvsException.class);
    // With the other daemon gone without a word, nothing of that size is ordered before the end.
    FaultInjection.crash(daemons.get(1).node);
    CompletableFuture<Delivered> given =
        client.send(Guarantee.SAFE, List.of(CHAT), new byte[Evs.MESSAGE_MAX_BYTES]);
    FaultInjection.crash(daemons.get(0).node);
    assertThatThrownBy(() -> given.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(EvsException.class);
  }
}
