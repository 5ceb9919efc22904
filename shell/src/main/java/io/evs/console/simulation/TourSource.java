package io.evs.console.simulation;

import io.evs.console.source.Playback;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.RingSource;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.console.source.Tour;
import io.evs.sim.options.SimOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The guided tour: the scenes of {@link TourScene}, each on a simulated ring of its own. */
public final class TourSource implements RingSource, Tour {
  private final SimulationSource shown = new SimulationSource(options(TourScene.ORDER));
  private int scene;

  /** A tour that stands at its first scene. */
  public TourSource() {
    begin();
  }

  private static SimOptions options(TourScene scene) {
    return SimOptions.of(
        values -> {
          values.seed = 1;
          values.nodes = scene.nodes();
          values.messages = 0;
          values.loss = scene.loss();
        });
  }

  private TourScene now() {
    return TourScene.values()[scene];
  }

  private void begin() {
    shown.speed(now().speed());
    now().plan(shown.begin(options(now())));
  }

  @Override
  public int scene() {
    return scene + 1;
  }

  @Override
  public int scenes() {
    return TourScene.values().length;
  }

  @Override
  public String title() {
    return now().title();
  }

  @Override
  public List<String> paragraphs() {
    return now().paragraphs();
  }

  @Override
  public void move(int by) {
    scene = Math.max(0, Math.min(scenes() - 1, scene + by));
    begin();
  }

  @Override
  public Optional<Tour> tour() {
    return Optional.of(this);
  }

  @Override
  public RingSnapshot snapshot() {
    return shown.snapshot();
  }

  @Override
  public List<RingEvent> takeEvents() {
    return shown.takeEvents();
  }

  @Override
  public List<Section> describe(Subject subject) {
    return shown.describe(subject);
  }

  @Override
  public void elapse(Duration real) {
    shown.elapse(real);
  }

  @Override
  public Optional<Playback> playback() {
    return shown.playback();
  }

  @Override
  public void close() {}
}
