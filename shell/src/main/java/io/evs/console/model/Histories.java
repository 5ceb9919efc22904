package io.evs.console.model;

import io.evs.NodeId;
import io.evs.console.source.LatencyFigures;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.RingSnapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Figures over time, one value for each look, and how fast counters grow. One thread. */
public final class Histories {
  private static final int SAMPLES_KEPT = 512;

  /** How fast a member sends. */
  private record MemberRates(Rates messages, Rates bytes, Rates resent) {
    MemberRates() {
      this(new Rates(), new Rates(), new Rates());
    }
  }

  private final Map<Figure, Series> series = new EnumMap<>(Figure.class);
  private final Map<NodeId, MemberRates> rates = new TreeMap<>();
  private final Rates delivered = new Rates();
  private final Rates deliveredBytes = new Rates();

  Histories() {
    for (Figure figure : Figure.values()) {
      series.put(figure, new Series(SAMPLES_KEPT));
    }
  }

  /** Notes a look. */
  void note(RingSnapshot seen) {
    for (MemberFigures member : seen.members()) {
      MemberRates each = rates.computeIfAbsent(member.id(), id -> new MemberRates());
      each.messages().note(member.atNanos(), member.messages());
      each.bytes().note(member.atNanos(), member.bytes());
      each.resent().note(member.atNanos(), member.retransmits());
    }
    rates.keySet().retainAll(seen.members().stream().map(MemberFigures::id).toList());
    delivered.note(seen.timeNanos(), seen.deliveredMessages());
    deliveredBytes.note(seen.timeNanos(), seen.deliveredBytes());
    OptionalLong rotation = seen.token().rotationMicros();
    add(Figure.ROTATION, rotation.isPresent() ? rotation.getAsLong() : Double.NaN);
    LatencyFigures latency = seen.latency();
    add(Figure.ROTATION_P50, LatencyFigures.p50(latency.rotation()));
    add(Figure.ROTATION_P99, LatencyFigures.p99(latency.rotation()));
    add(Figure.AGREED_P50, LatencyFigures.p50(latency.agreed()));
    add(Figure.AGREED_P99, LatencyFigures.p99(latency.agreed()));
    add(Figure.SAFE_P50, LatencyFigures.p50(latency.safe()));
    add(Figure.SAFE_P99, LatencyFigures.p99(latency.safe()));
    add(Figure.MESSAGES, delivered.perSecond().orElse(Double.NaN));
    add(Figure.BYTES, deliveredBytes.perSecond().orElse(Double.NaN));
    add(Figure.RESENT, resent());
  }

  private double resent() {
    return rates.values().stream()
        .map(each -> each.resent().perSecond())
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  private void add(Figure figure, double value) {
    series.get(figure).add(value);
  }

  public Series of(Figure figure) {
    return series.get(figure);
  }

  public OptionalDouble messagesPerSecond(NodeId member) {
    return Optional.ofNullable(rates.get(member))
        .map(each -> each.messages().perSecond())
        .orElse(OptionalDouble.empty());
  }

  public OptionalDouble bytesPerSecond(NodeId member) {
    return Optional.ofNullable(rates.get(member))
        .map(each -> each.bytes().perSecond())
        .orElse(OptionalDouble.empty());
  }

  void clear() {
    series.values().forEach(Series::clear);
  }
}
