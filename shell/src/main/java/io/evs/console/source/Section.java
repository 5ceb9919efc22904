package io.evs.console.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Facts about one side of something.
 *
 * @param title what they have in common
 * @param narrow whether they are short, so that several fit beside each other
 * @param facts the facts
 */
public record Section(String title, boolean narrow, List<Fact> facts) {
  /** Copies the list. */
  public Section {
    facts = List.copyOf(facts);
  }

  /** Facts below each other. */
  public static Section of(String title, List<Fact> facts) {
    return new Section(title, /* narrow= */ false, facts);
  }

  /** Short facts, such as counters. */
  public static Section narrow(String title, List<Fact> facts) {
    return new Section(title, /* narrow= */ true, facts);
  }

  /** What an event says of itself. */
  public static Section of(RingEvent event) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("time", event.time()));
    facts.add(new Fact("kind", event.kind().name().toLowerCase(Locale.ROOT)));
    facts.add(new Fact("what", event.text()));
    event.ring().ifPresent(ring -> facts.add(new Fact("ring id", ring.toString())));
    return of("event", facts);
  }
}
