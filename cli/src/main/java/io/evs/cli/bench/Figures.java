package io.evs.cli.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A value for each {@link Figure}; 0 for those that are not known.
 *
 * @param values those that are not 0
 */
record Figures(Map<Figure, Long> values) {
  /** Nothing measured. */
  static final Figures NONE = new Figures(Map.of());

  Figures {
    Map<Figure, Long> copy = new EnumMap<>(Figure.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  long get(Figure figure) {
    return values.getOrDefault(figure, 0L);
  }

  /** A time of this member in seconds. */
  double seconds(Figure figure) {
    return get(figure) / 1e9;
  }

  Figures with(Figure figure, long value) {
    Map<Figure, Long> changed = new EnumMap<>(Figure.class);
    changed.putAll(values);
    changed.put(figure, value);
    return new Figures(changed);
  }

  /** What has been added since; never less than 0. */
  Figures since(Figures before) {
    Map<Figure, Long> grown = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      grown.put(figure, Math.max(0, get(figure) - before.get(figure)));
    }
    return new Figures(grown);
  }

  Figures plus(Figures more) {
    Map<Figure, Long> sum = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      sum.put(figure, get(figure) + more.get(figure));
    }
    return new Figures(sum);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(Figure.values().length);
    for (Figure figure : Figure.values()) {
      out.writeLong(get(figure));
    }
  }

  static Figures read(DataInputStream in) throws IOException {
    Figure[] all = Figure.values();
    long[] read = new long[in.readUnsignedByte()];
    for (int i = 0; i < read.length; i++) {
      read[i] = in.readLong();
    }
    Map<Figure, Long> values = new EnumMap<>(Figure.class);
    Arrays.stream(all)
        .filter(figure -> figure.ordinal() < read.length)
        .forEach(figure -> values.put(figure, read[figure.ordinal()]));
    return new Figures(values);
  }
}
