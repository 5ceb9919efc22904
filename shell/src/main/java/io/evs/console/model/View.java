package io.evs.console.model;

import io.evs.console.source.Subject;
import java.util.Optional;

/** Where the person is: the page, what lies over it, what is opened, and how far it is scrolled. */
public final class View {
  private Page page = Page.RING;
  private Overlay overlay = Overlay.NONE;
  private Optional<Subject> opened = Optional.empty();
  private boolean typing;
  private int scroll;
  private int scrollMax;
  private int rows = 1;

  /** The page, also if something lies over it. */
  public Page page() {
    return page;
  }

  /** Goes to a page. */
  public void page(Page wanted) {
    page = wanted;
    opened = Optional.empty();
    overlay = Overlay.NONE;
    typing = false;
    scroll = 0;
  }

  /** What lies over the page. */
  public Overlay overlay() {
    return overlay;
  }

  /** Shows something over the page, or no longer. */
  public void toggle(Overlay wanted) {
    overlay = overlay == wanted ? Overlay.NONE : wanted;
    scroll = 0;
  }

  /** What is shown with everything about it. */
  public Optional<Subject> opened() {
    return opened;
  }

  void open(Subject subject) {
    opened = Optional.of(subject);
    scroll = 0;
  }

  /** Whether the page itself is seen. */
  boolean isOnPage() {
    return overlay == Overlay.NONE && opened.isEmpty();
  }

  /** Closes what lies on top; false if nothing does. */
  boolean back() {
    if (isOnPage()) {
      return false;
    }
    if (overlay == Overlay.NONE) {
      opened = Optional.empty();
    }
    overlay = Overlay.NONE;
    scroll = 0;
    return true;
  }

  /** Whether a filter is being typed. */
  public boolean isTyping() {
    return typing;
  }

  /** Begins or ends the typing of a filter. */
  public void typing(boolean wanted) {
    typing = wanted;
  }

  /** Lines of a text that are scrolled over. */
  public int scroll() {
    return scroll;
  }

  void scroll(int by) {
    scroll = (int) Math.max(0, Math.min(scrollMax, (long) scroll + by));
  }

  /** How large what was drawn last is. */
  public void drawn(int pictureRows, int linesHidden) {
    rows = pictureRows;
    scrollMax = linesHidden;
    scroll = Math.min(scroll, scrollMax);
  }

  /** Lines of a screenful. */
  public int screenful() {
    return Math.max(1, rows - 8);
  }
}
