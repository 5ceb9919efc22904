package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.state.replica.StateMessage.Command;
import io.evs.state.replica.StateMessage.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that came behind a cut, kept for a state that is on its way. */
class Held {
  /** What an event counts for besides its bytes. */
  static final int EXTRA_BYTES = 64;

  /**
   * A command, or a place where a snapshot was cut.
   *
   * @param cut the transfer that was cut here; null for a command
   */
  private record Item(
      @Nullable GroupMember sender, @Nullable Command command, @Nullable TransferId cut) {}

  /** A command that is kept. */
  record Kept(GroupMember sender, Command command) {}

  private final List<Item> items = new ArrayList<>();
  private Place began = Place.MESSAGE;
  private long bytes;

  /** Begins at this place; returns what was kept. */
  List<Kept> begin(Place place) {
    List<Kept> before = kept(items);
    items.clear();
    bytes = 0;
    began = place;
    return before;
  }

  void add(GroupMember sender, Command command) {
    items.add(new Item(sender, command, null));
    bytes += command.bytes().length + EXTRA_BYTES;
  }

  void mark(TransferId cut) {
    items.add(new Item(null, null, cut));
    bytes += EXTRA_BYTES;
  }

  long bytes() {
    return bytes;
  }

  /** Whether what is kept begins where that snapshot was cut, or before. */
  boolean began(Place place, TransferId transfer) {
    return place == Place.MESSAGE ? mark(items, transfer) >= 0 : place == began;
  }

  private static int mark(List<Item> items, TransferId transfer) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (transfer.equals(items.get(i).cut())) {
        return i;
      }
    }
    return -1;
  }

  /** Drops what came before the cut of a transfer, if it was cut at a message; returns that. */
  List<Kept> cutAt(TransferId transfer) {
    int mark = mark(items, transfer);
    List<Item> before = items.subList(0, mark + 1);
    List<Kept> dropped = kept(before);
    dropped.forEach(each -> bytes -= each.command().bytes().length);
    bytes -= (long) before.size() * EXTRA_BYTES;
    before.clear();
    return dropped;
  }

  private static List<Kept> kept(List<Item> items) {
    List<Kept> kept = new ArrayList<>();
    for (Item each : items) {
      if (each.sender() != null && each.command() != null) {
        kept.add(new Kept(each.sender(), each.command()));
      }
    }
    return kept;
  }
}
