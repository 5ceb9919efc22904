package io.evs.console;

import io.evs.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the console shows: what was seen of the ring so far, and what the person wants to see of it.
 * Used by one thread.
 */
final class ConsoleModel {
  private static final int EVENTS_KEPT = 2000;
  private static final int SAMPLES_KEPT = 512;

  /** How fast a member sends. */
  private record MemberRates(Rates messages, Rates bytes) {
    MemberRates() {
      this(new Rates(), new Rates());
    }
  }

  private final Optional<Playback> playback;
  private final Map<NodeId, MemberRates> rates = new TreeMap<>();
  private final Rates delivered = new Rates();
  private final Rates deliveredBytes = new Rates();
  private final Series rotation = new Series(SAMPLES_KEPT);
  private final Series throughput = new Series(SAMPLES_KEPT);
  private final Deque<RingEvent> events = new ArrayDeque<>();
  private RingSnapshot snapshot;
  private Page page = Page.RING;
  private int selected;
  private int scroll;
  private boolean help;
  private boolean messages = true;
  private boolean frozen;
  private boolean quit;
  private boolean redraw;

  ConsoleModel(String title, Optional<Playback> playback) {
    this.snapshot = RingSnapshot.empty(title);
    this.playback = playback;
  }

  // --- what was seen --------------------------------------------------------------------------

  /** Takes in what a source says; nothing while the picture is frozen. */
  void update(RingSnapshot seen, List<RingEvent> since) {
    for (RingEvent event : since) {
      events.add(event);
      if (events.size() > EVENTS_KEPT) {
        events.remove();
      }
    }
    if (frozen) {
      return;
    }
    boolean moved = seen.timeNanos() > snapshot.timeNanos();
    snapshot = seen;
    selected = Math.max(0, Math.min(selected, seen.members().size() - 1));
    if (moved) {
      sample(seen);
    }
  }

  private void sample(RingSnapshot seen) {
    long now = seen.timeNanos();
    for (MemberFigures member : seen.members()) {
      MemberRates each = rates.computeIfAbsent(member.id(), id -> new MemberRates());
      each.messages().note(member.atNanos(), member.messages());
      each.bytes().note(member.atNanos(), member.bytes());
    }
    delivered.note(now, seen.deliveredMessages());
    deliveredBytes.note(now, seen.deliveredBytes());
    rotation.add(
        seen.token().rotationMicros().isPresent()
            ? seen.token().rotationMicros().getAsLong()
            : Double.NaN);
    throughput.add(deliveredBytes.perSecond().orElse(Double.NaN));
  }

  RingSnapshot snapshot() {
    return snapshot;
  }

  OptionalDouble messagesPerSecond(NodeId member) {
    return Optional.ofNullable(rates.get(member))
        .map(each -> each.messages().perSecond())
        .orElse(OptionalDouble.empty());
  }

  OptionalDouble bytesPerSecond(NodeId member) {
    return Optional.ofNullable(rates.get(member))
        .map(each -> each.bytes().perSecond())
        .orElse(OptionalDouble.empty());
  }

  OptionalDouble deliveredPerSecond() {
    return delivered.perSecond();
  }

  OptionalDouble deliveredBytesPerSecond() {
    return deliveredBytes.perSecond();
  }

  Series rotation() {
    return rotation;
  }

  Series throughput() {
    return throughput;
  }

  /** Events that are to be shown, oldest first. */
  List<RingEvent> events() {
    List<RingEvent> shown = new ArrayList<>(events);
    if (!messages) {
      shown.removeIf(event -> event.kind() == RingEvent.Kind.MESSAGE);
    }
    return shown;
  }

  // --- what is wanted -------------------------------------------------------------------------

  Optional<Playback> playback() {
    return playback;
  }

  Page page() {
    return page;
  }

  void page(Page wanted) {
    page = wanted;
    scroll = 0;
    help = false;
  }

  /** Index of the selected member. */
  int selected() {
    return selected;
  }

  Optional<MemberFigures> selectedMember() {
    List<MemberFigures> all = snapshot.members();
    return selected < all.size() ? Optional.of(all.get(selected)) : Optional.empty();
  }

  /** On pages with a list selects another member; on others scrolls. */
  void move(int by) {
    if (page == Page.RING || page == Page.MEMBER) {
      selected = Math.max(0, Math.min(selected + by, snapshot.members().size() - 1));
    } else {
      scroll(by);
    }
  }

  /** Scrolls by lines; views keep to what there is. */
  void scroll(int by) {
    scroll = Math.max(0, Math.min(EVENTS_KEPT, scroll + by));
  }

  /** Lines that are scrolled over: from the start, and of events from the end. */
  int scroll() {
    return scroll;
  }

  void toggleHelp() {
    help = !help;
  }

  boolean showsHelp() {
    return help;
  }

  void toggleMessages() {
    messages = !messages;
  }

  boolean showsMessages() {
    return messages;
  }

  /** Stops the source's time, or, if that is impossible, the picture. */
  void togglePause() {
    if (playback.isPresent()) {
      playback.get().togglePause();
    } else {
      frozen = !frozen;
    }
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Forgets events and charts. */
  void clear() {
    events.clear();
    rotation.clear();
    throughput.clear();
    scroll = 0;
  }

  void requestQuit() {
    quit = true;
  }

  boolean wantsQuit() {
    return quit;
  }

  void requestRedraw() {
    redraw = true;
  }

  /** Whether everything must be redrawn; once for each request. */
  boolean takeRedraw() {
    boolean wanted = redraw;
    redraw = false;
    return wanted;
  }
}
