package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.key.KeyBinding;
import io.evs.console.key.KeyTable;
import io.evs.console.model.Clickable;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.Overlay;
import io.evs.console.model.Page;
import io.evs.console.source.Health;
import io.evs.console.source.Playback;
import io.evs.console.source.RingSnapshot;
import java.util.List;

/** What is around every page: where we are, how the ring is, and the keys. */
final class FrameView {
  private static final int TOP_ROWS = 3;
  private static final int TALL = 30;
  private static final int ALARMS_TALL = 4;

  private FrameView() {}

  /** Rows above the page: a tall picture has some for further alarms. */
  static int topRows(ConsoleModel model, int height) {
    Health health = model.snapshot().health();
    int further = health.alarms().size() + (health.isOutdated() ? 1 : 0) - 1;
    return height < TALL ? TOP_ROWS : TOP_ROWS + Math.max(0, Math.min(ALARMS_TALL - 1, further));
  }

  static void top(ConsoleModel model, Area area) {
    pages(model, area);
    state(model.snapshot(), area);
    below(model.snapshot(), area.rows(2, area.height() - 2));
  }

  /** The pages, with the way to what is shown in the one that is; else by number only. */
  private static void pages(ConsoleModel model, Area area) {
    area.bar(0);
    int x = area.put(1, 0, "evs console ", Style.BAR);
    String right = (mode(model) + "  " + model.snapshot().time()).strip();
    int room = area.width() - x - area.columnsOf(right) - 1;
    String here = way(model, area);
    int all = 1;
    for (Page page : Page.values()) {
      all += area.columnsOf(page == model.page() ? here : named(page)) + 1;
    }
    boolean whole = all <= room;
    for (Page page : Page.values()) {
      boolean shown = page == model.page() && model.view().overlay() == Overlay.NONE;
      int others = whole ? 0 : 2 * (Page.values().length - 1);
      String full = page == model.page() ? here : named(page);
      String title = whole || page == model.page() ? full : number(page);
      int width = Math.min(area.columnsOf(title), Math.max(2, room - others - 1));
      // In the blanks between, which titles share.
      area.put(shown ? x : -1, 0, "[", Style.BAR);
      area.fit(x + 1, 0, width, title, Style.BAR);
      area.zone(x, 0, width + 2, new Clickable.Tab(page));
      x += width + 1;
      area.put(shown ? x : -1, 0, "]", Style.BAR);
    }
    area.putRight(area.width() - 1, 0, right, Style.BAR);
  }

  private static String number(Page page) {
    return String.valueOf(page.ordinal() + 1);
  }

  private static String named(Page page) {
    return number(page) + " " + page.title();
  }

  private static String way(ConsoleModel model, Area area) {
    String into = " " + area.glyphs().into() + " ";
    return named(model.page())
        + model.view().opened().map(subject -> into + subject.title()).orElse("");
  }

  private static void state(RingSnapshot now, Area area) {
    Health health = now.health();
    int x = area.put(1, 1, now.state(), style(now));
    if (health.primary().isPresent() && !health.isOutdated()) {
      boolean primary = health.primary().get();
      x = area.put(x + 2, 1, primary ? "PRIMARY" : "NOT PRIMARY", primary ? Style.GOOD : Style.BAD);
    }
    if (!now.rings().isEmpty()) {
      int members = now.rings().get(0).members().size();
      x = area.put(x + 2, 1, members + (members == 1 ? " member" : " members"), Style.PLAIN);
    }
    x = area.put(x + (now.since().isEmpty() ? 0 : 2), 1, now.since(), Style.PLAIN);
    if (!now.rings().isEmpty()) {
      x = area.put(x + 2, 1, now.rings().get(0).name(), Style.PLAIN);
    }
    // The name last: it may be as long as people like.
    area.fit(x + 2, 1, area.width() - x - 3, now.title(), Style.STRONG);
  }

  private static Style style(RingSnapshot now) {
    if (!now.state().equals("OPERATIONAL")) {
      return Style.BAD;
    }
    return now.health().alarms().isEmpty() ? Style.GOOD : Style.WARNING;
  }

  /** What must be known first; else who this is. */
  private static void below(RingSnapshot now, Area area) {
    List<String> alarms = now.health().alarms();
    int y = 0;
    if (now.health().isOutdated()) {
      area.fit(1, y, area.width() - 2, "! " + now.health().outdated().get(), Style.BAD);
      y++;
    } else if (now.notice().isPresent()) {
      area.fit(1, y, area.width() - 2, "! " + now.notice().get(), Style.WARNING);
      y++;
    }
    for (int i = 0; i < alarms.size() && y < area.height(); i++) {
      int hidden = alarms.size() - i - 1;
      String more = y == area.height() - 1 && hidden > 0 ? "  +" + hidden + " more: a" : "";
      area.fit(1, y, area.width() - more.length() - 2, "! " + alarms.get(i), Style.WARNING);
      area.putRight(area.width() - 1, y, more, Style.WARNING);
      y++;
    }
    if (y > 0) {
      return;
    }
    String local = now.local();
    area.fit(1, 0, area.width() - 2, local, Style.PLAIN);
    if (area.width() - area.columnsOf(local) - 4 >= area.columnsOf(now.security())) {
      area.putRight(area.width() - 1, 0, now.security(), Style.PLAIN);
    }
  }

  private static String mode(ConsoleModel model) {
    if (model.playback().isEmpty()) {
      boolean outdated = model.snapshot().health().isOutdated();
      return model.isFrozen() ? "FROZEN" : outdated ? "OLD" : "LIVE";
    }
    Playback playback = model.playback().get();
    if (playback.hasEnded()) {
      return "ENDED";
    }
    return playback.isPaused() ? "PAUSED" : "SPEED " + playback.speed();
  }

  /** The keys that matter most, or the filter that is being typed. */
  static void keys(ConsoleModel model, Area area) {
    area.bar(0);
    if (model.view().isTyping()) {
      int x = area.put(1, 0, "/" + model.filter() + "_", Style.BAR);
      area.put(x + 2, 0, "enter keep  esc clear", Style.BAR);
      return;
    }
    int x = 1;
    for (KeyBinding binding : KeyTable.ALL) {
      if (!binding.brief().isEmpty() && binding.applies(model)) {
        String text = binding.label().split(" ", 2)[0] + " " + binding.brief();
        if (x + text.length() < area.width()) {
          x = area.put(x, 0, text, Style.BAR) + 2;
        }
      }
    }
  }
}
