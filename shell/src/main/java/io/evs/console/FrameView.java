package io.evs.console;

import java.util.Optional;

/** What is around every page: where we are, how the ring is, and the keys. */
final class FrameView {
  static final int TOP_ROWS = 3;

  private FrameView() {}

  static void top(ConsoleModel model, Area area) {
    RingSnapshot now = model.snapshot();
    area.bar(0);
    int x = area.put(1, 0, "evs console ", Style.BAR);
    for (Page page : Page.values()) {
      String title = (page.ordinal() + 1) + " " + page.title();
      boolean shown = page == model.page() && !model.showsHelp();
      x = area.put(x + 1, 0, shown ? "[" + title + "]" : " " + title + " ", Style.BAR);
    }
    area.putRight(area.width() - 1, 0, (mode(model) + "  " + now.time()).strip(), Style.BAR);
    boolean fine = now.state().equals("OPERATIONAL");
    x = area.put(1, 1, now.state(), fine ? Style.STRONG : Style.WARNING);
    if (!now.rings().isEmpty()) {
      int members = now.rings().get(0).members().size();
      x = area.put(x + 2, 1, members + (members == 1 ? " member" : " members"), Style.PLAIN);
    }
    x = area.put(x + (now.since().isEmpty() ? 0 : 2), 1, now.since(), Style.PLAIN);
    if (!now.rings().isEmpty()) {
      x = area.put(x + 2, 1, "ring " + now.rings().get(0).id(), Style.PLAIN);
    }
    // The name last: it may be as long as people like.
    area.fit(x + 2, 1, area.width() - x - 3, now.title(), Style.STRONG);
    Optional<String> notice = now.notice();
    if (notice.isPresent()) {
      area.fit(1, 2, area.width() - 2, "! " + notice.get(), Style.WARNING);
    } else {
      String local = now.local();
      area.fit(1, 2, area.width() - 2, local, Style.PLAIN);
      int room = area.width() - local.length() - 4;
      if (room >= now.security().length()) {
        area.putRight(area.width() - 1, 2, now.security(), Style.PLAIN);
      }
    }
  }

  private static String mode(ConsoleModel model) {
    if (model.playback().isEmpty()) {
      return model.isFrozen() ? "FROZEN" : "LIVE";
    }
    Playback playback = model.playback().get();
    if (playback.hasEnded()) {
      return "ENDED";
    }
    return playback.isPaused() ? "PAUSED" : "SPEED " + playback.speed();
  }

  static void keys(ConsoleModel model, Area area) {
    area.bar(0);
    int x = 1;
    for (KeyBinding binding : KeyTable.ALL) {
      if (!binding.brief().isEmpty() && binding.applies(model)) {
        String key = binding.label().split(" ", 2)[0];
        x = area.put(x, 0, key, Style.BAR);
        x = area.put(x + 1, 0, binding.brief(), Style.BAR) + 2;
      }
    }
  }
}
