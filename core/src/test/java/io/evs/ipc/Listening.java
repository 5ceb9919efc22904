package io.evs.ipc;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A handle that a thread dispatches, with what it was given. */
final class Listening implements EvsListener {
  final Evs evs;
  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  final List<ConfigurationChange> configurations = new CopyOnWriteArrayList<>();
  final List<GroupChange> groups = new CopyOnWriteArrayList<>();
  final CompletableFuture<EvsException> disconnected = new CompletableFuture<>();

  Listening(Function<EvsListener, Evs> opener) {
    evs = opener.apply(this);
    Thread thread = new Thread(this::dispatch, "test-dispatch");
    thread.setDaemon(true);
    thread.start();
  }

  private void dispatch() {
    try {
      evs.dispatch(Evs.Dispatch.BLOCKING);
    } catch (EvsException ended) {
      disconnected.complete(ended);
    }
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

  /** What was delivered: sender, ring, sequence, first bytes. */
  List<String> order() {
    return deliveries.stream()
        .map(
            each ->
                each.sender()
                    + " "
                    + each.ring()
                    + " "
                    + each.sequence()
                    + " "
                    + java.util.Arrays.hashCode(each.payload()))
        .toList();
  }
}
