package io.evs.lock.desk;

import io.evs.lock.table.LockInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those who are told of the holders of locks. One thread. */
final class Watches {
  private static final class Watch {
    final Consumer<LockInfo> listener;
    @Nullable List<LockInfo.Holder> told;

    Watch(Consumer<LockInfo> listener) {
      this.listener = listener;
    }
  }

  /** Those of one lock, and its holders as they were when it was looked at last. */
  private static final class Watched {
    final List<Watch> all = new ArrayList<>();
    @Nullable List<LockInfo.Holder> holders;
  }

  private final Map<String, Watched> byName = new HashMap<>();

  void add(String name, Consumer<LockInfo> listener) {
    byName.computeIfAbsent(name, none -> new Watched()).all.add(new Watch(listener));
  }

  void remove(String name, Consumer<LockInfo> listener) {
    byName.computeIfPresent(
        name,
        (same, watched) -> {
          watched.all.removeIf(each -> each.listener == listener);
          return watched.all.isEmpty() ? null : watched;
        });
  }

  /**
   * Tells whoever has not been told of the holders as they are now; each lock is looked at once.
   */
  void tell(Function<String, LockInfo> locks) {
    for (Map.Entry<String, Watched> each : List.copyOf(byName.entrySet())) {
      tell(each.getValue(), locks.apply(each.getKey()));
    }
  }

  /** Holders are compared once, however many watch them. */
  private static void tell(Watched watched, LockInfo lock) {
    List<LockInfo.Holder> holders = watched.holders;
    if (holders == null || !holders.equals(lock.holders())) {
      holders = lock.holders();
      watched.holders = holders;
    }
    for (Watch each : List.copyOf(watched.all)) {
      if (each.told != holders) {
        each.told = holders;
        each.listener.accept(lock);
      }
    }
  }
}
