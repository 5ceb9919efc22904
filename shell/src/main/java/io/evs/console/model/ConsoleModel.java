package io.evs.console.model;

import io.evs.NodeId;
import io.evs.console.list.Entry;
import io.evs.console.list.ListState;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.Playback;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.console.source.Tour;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the console shows: what was seen of the ring so far, and what the person wants to see of it.
 * Used by one thread.
 */
public final class ConsoleModel {
  private static final int EVENTS_KEPT = 2000;

  private final Optional<Playback> playback;
  private final Optional<Tour> tour;
  private final Histories histories = new Histories();
  private final Deque<Numbered> events = new ArrayDeque<>();
  private final Lists lists = new Lists();
  private final View view = new View();
  private RingSnapshot snapshot;
  private List<Section> details = List.of();
  private long numbered;
  private boolean messages = true;
  private boolean frozen;
  private boolean mouse = true;
  private boolean quit;
  private boolean redraw;

  /**
   * A model that has seen nothing.
   *
   * @param playback controls of the source's time; empty if it has none
   * @param tour the tour that the source shows; empty if it shows none
   */
  public ConsoleModel(String title, Optional<Playback> playback, Optional<Tour> tour) {
    this.snapshot = RingSnapshot.empty(title);
    this.playback = playback;
    this.tour = tour;
  }

  // --- what was seen --------------------------------------------------------------------------

  /** Takes in what a source says; nothing while the picture is frozen. */
  public void update(RingSnapshot seen, List<RingEvent> since) {
    for (RingEvent event : since) {
      events.add(new Numbered(++numbered, event));
      if (events.size() > EVENTS_KEPT) {
        events.remove();
      }
    }
    if (frozen) {
      return;
    }
    boolean moved = seen.timeNanos() > snapshot.timeNanos();
    snapshot = seen;
    if (moved) {
      histories.note(seen);
    }
    lists.see(seen, histories);
    listEvents();
  }

  private void listEvents() {
    lists.events(
        events.stream()
            .filter(each -> messages || each.event().kind() != RingEvent.Kind.MESSAGE)
            .toList());
  }

  /** Takes in what is known of what is opened; nothing while the picture is frozen. */
  public void details(List<Section> known) {
    details = frozen && !details.isEmpty() ? details : List.copyOf(known);
  }

  /** What is known of what is opened. */
  public List<Section> details() {
    return details;
  }

  public RingSnapshot snapshot() {
    return snapshot;
  }

  public Histories histories() {
    return histories;
  }

  /** What can be selected, filtered and sorted. */
  public Lists lists() {
    return lists;
  }

  // --- what is wanted -------------------------------------------------------------------------

  public Optional<Playback> playback() {
    return playback;
  }

  /** The tour that is shown. */
  public Optional<Tour> tour() {
    return tour;
  }

  /** Goes to another scene of the tour; what was seen in this one is forgotten. */
  public void scene(int by) {
    tour.ifPresent(
        each -> {
          each.move(by);
          clear();
          snapshot = RingSnapshot.empty("");
          view.page(Page.RING);
        });
  }

  /** Where the person is. */
  public View view() {
    return view;
  }

  public Page page() {
    return view.page();
  }

  /** The list that the person moves in: none in the details of something, or with an overlay. */
  public Optional<ListKind> list() {
    return view.isOnPage() ? ListKind.of(view.page()) : Optional.empty();
  }

  private Optional<ListState> state() {
    return list().map(lists::state);
  }

  /** Selects another entry; where there is no list, scrolls. */
  public void move(int by) {
    if (list().isPresent()) {
      ListKind kind = list().get();
      lists.state(kind).move(lists.all(kind), by);
    } else {
      view.scroll(by);
    }
  }

  /** Selects what was clicked on; opens it, if it was selected before. */
  public void click(ListKind kind, Object key) {
    if (!list().equals(Optional.of(kind))) {
      return;
    }
    boolean again = selected().map(Entry::key).equals(Optional.of(key));
    if (again) {
      open();
    } else {
      lists.state(kind).select(lists.all(kind), key);
    }
  }

  private Optional<Entry> selected() {
    return list().flatMap(kind -> lists.state(kind).selected(lists.all(kind)));
  }

  /** The member that is selected on pages with members, or opened. */
  public Optional<NodeId> selectedMember() {
    if (view.opened().isPresent()) {
      return view.opened().get() instanceof Subject.Member member
          ? Optional.of(member.id())
          : Optional.empty();
    }
    return selected().filter(each -> each.key() instanceof NodeId).map(each -> (NodeId) each.key());
  }

  /** Shows everything about what is selected. */
  public void open() {
    if (selected().isPresent()) {
      subject(selected().get().key())
          .ifPresent(
              subject -> {
                details = List.of();
                view.open(subject);
              });
    }
  }

  private Optional<Subject> subject(Object key) {
    if (key instanceof NodeId id) {
      return Optional.of(new Subject.Member(id, title(id)));
    } else if (key instanceof String group) {
      return Optional.of(new Subject.OfGroup(group));
    }
    return events.stream()
        .filter(each -> key.equals(each.number()))
        .map(each -> (Subject) new Subject.Happened(each.number(), each.event()))
        .findFirst();
  }

  private String title(NodeId id) {
    String name =
        snapshot.members().stream()
            .filter(each -> each.id().equals(id))
            .map(MemberFigures::name)
            .findFirst()
            .orElse("");
    return (id + " " + name).strip();
  }

  /** One step back: closes an overlay, what is opened, or ends the filter. */
  public void back() {
    if (!view.back()) {
      filter("");
    }
  }

  /** What the list that is shown is filtered by. */
  public String filter() {
    return state().map(ListState::filter).orElse("");
  }

  /** Filters the list that is shown. */
  public void filter(String text) {
    list()
        .ifPresent(
            kind -> {
              lists.state(kind).filter(text);
              lists.state(kind).settle(lists.all(kind));
            });
  }

  /** Lets the person type a filter, if there is a list. */
  public void startFilter() {
    if (list().isPresent()) {
      view.typing(true);
    }
  }

  /** Sorts the list by its next column. */
  public void sortByNext() {
    list().ifPresent(kind -> lists.state(kind).sortByNext(lists.all(kind)));
  }

  /** Turns the order of the list round. */
  public void reverseOrder() {
    state().ifPresent(ListState::reverse);
  }

  public void toggleMessages() {
    messages = !messages;
    listEvents();
  }

  public boolean showsMessages() {
    return messages;
  }

  /** Whether clicks are for the console, not for the terminal's own selection. */
  public boolean usesMouse() {
    return mouse;
  }

  public void toggleMouse() {
    mouse = !mouse;
  }

  /** Stops the source's time, or, if that is impossible, the picture. */
  public void togglePause() {
    if (playback.isPresent()) {
      playback.get().togglePause();
    } else {
      frozen = !frozen;
    }
  }

  public boolean isFrozen() {
    return frozen;
  }

  /** Forgets events and charts. */
  public void clear() {
    events.clear();
    listEvents();
    histories.clear();
  }

  public void requestQuit() {
    quit = true;
  }

  public boolean wantsQuit() {
    return quit;
  }

  public void requestRedraw() {
    redraw = true;
  }

  /** Whether everything must be redrawn; once for each request. */
  public boolean takeRedraw() {
    boolean wanted = redraw;
    redraw = false;
    return wanted;
  }
}
