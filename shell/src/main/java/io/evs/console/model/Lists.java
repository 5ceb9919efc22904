package io.evs.console.model;

import io.evs.NodeId;
import io.evs.console.list.Cell;
import io.evs.console.list.Column;
import io.evs.console.list.Entry;
import io.evs.console.list.ListState;
import io.evs.console.list.Listing;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The lists of members, groups and events, and how the person wants to see each. One thread. */
public final class Lists {
  /** Screens that have at least so many columns show more of each member. */
  private static final int WIDE = 110;

  private static final int NAME_MAX = 200;

  private static final List<Column> MEMBER_COLUMNS =
      List.of(
          Column.text("node", 11, 11),
          Column.text("address", 21, 45),
          Column.text("state", 11, 11),
          Column.number("msg/s", 5),
          Column.number("bytes/s", 7),
          Column.number("lag", 5),
          Column.number("resent", 6),
          Column.number("pause", 5),
          Column.number("queued", 7).from(WIDE),
          Column.text("name", 8, Column.REST).from(WIDE));

  private static final List<Column> GROUP_COLUMNS =
      List.of(
          Column.text("group", 16, NAME_MAX),
          Column.number("members", 7),
          Column.text("who", 14, Column.REST));

  private static final List<Column> EVENT_COLUMNS =
      List.of(
          Column.text("time", 8, 12),
          Column.text("kind", 8, 8),
          Column.text("what", 20, Column.REST));

  private final Map<ListKind, ListState> states = new EnumMap<>(ListKind.class);
  private final Map<ListKind, Listing> all = new EnumMap<>(ListKind.class);

  Lists() {
    for (ListKind kind : ListKind.values()) {
      states.put(kind, new ListState(kind == ListKind.EVENTS));
      all.put(kind, new Listing(List.of(), List.of()));
    }
  }

  /** All that a list has. */
  public Listing all(ListKind kind) {
    return all.get(kind);
  }

  /** How it is wanted. */
  public ListState state(ListKind kind) {
    return states.get(kind);
  }

  private void set(ListKind kind, List<Column> columns, List<Entry> entries) {
    Listing listing = new Listing(columns, entries);
    all.put(kind, listing);
    state(kind).settle(listing);
  }

  void see(RingSnapshot seen, Histories histories) {
    List<Entry> members = new ArrayList<>();
    for (MemberFigures each : seen.members()) {
      members.add(member(each, histories));
    }
    set(ListKind.MEMBERS, MEMBER_COLUMNS, members);
    List<Entry> groups = new ArrayList<>();
    seen.groups()
        .forEach(
            group ->
                groups.add(
                    entry(
                        group.name(),
                        /* trouble= */ false,
                        Cell.of(group.name()),
                        Cell.of(OptionalLong.of(group.members().size())),
                        Cell.of(String.join(" ", group.members())))));
    set(ListKind.GROUPS, GROUP_COLUMNS, groups);
  }

  private static Entry member(MemberFigures member, Histories histories) {
    NodeId id = member.id();
    String node = id + (member.local() ? " here" : "");
    boolean fine =
        member.inRing()
            && (member.state().equals("OPERATIONAL") || member.state().equals("MEMBER"));
    return entry(
        id,
        !fine,
        new Cell(node, id.asLong()),
        Cell.of(member.address().isEmpty() ? "-" : member.address()),
        Cell.of(member.state()),
        Cell.of(histories.messagesPerSecond(id)),
        Cell.of(histories.bytesPerSecond(id)),
        Cell.of(member.aruLag()),
        Cell.of(member.retransmits()),
        Cell.of(member.pauses()),
        Cell.of(member.queuedBytes()),
        Cell.of(member.name().isEmpty() ? "-" : member.name()));
  }

  void events(Collection<Numbered> shown) {
    List<Entry> entries = new ArrayList<>();
    for (Numbered each : shown) {
      RingEvent event = each.event();
      entries.add(
          entry(
              each.number(),
              event.kind() == RingEvent.Kind.FAULT,
              Cell.of(event.time()),
              Cell.of(event.kind().name().toLowerCase(Locale.ROOT)),
              Cell.of(event.text())));
    }
    set(ListKind.EVENTS, EVENT_COLUMNS, entries);
  }

  private static Entry entry(Object key, boolean trouble, Cell... cells) {
    return new Entry(key, trouble, List.of(cells));
  }
}
