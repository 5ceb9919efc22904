package io.evs.cli.bench.result;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A value for each {@link MemberFigure}; 0 for those that are not known.
 *
 * @param values those that are not 0
 */
public record MemberFigures(Map<MemberFigure, Long> values) {
  /** Nothing measured. */
  public static final MemberFigures NONE = new MemberFigures(Map.of());

  public MemberFigures {
    Map<MemberFigure, Long> copy = new EnumMap<>(MemberFigure.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  public long get(MemberFigure figure) {
    return values.getOrDefault(figure, 0L);
  }

  /** A time of this member in seconds. */
  public double seconds(MemberFigure figure) {
    return get(figure) / 1e9;
  }

  public MemberFigures with(MemberFigure figure, long value) {
    Map<MemberFigure, Long> changed = new EnumMap<>(MemberFigure.class);
    changed.putAll(values);
    changed.put(figure, value);
    return new MemberFigures(changed);
  }

  /** What has been added since; never less than 0. */
  public MemberFigures since(MemberFigures before) {
    Map<MemberFigure, Long> grown = new EnumMap<>(MemberFigure.class);
    for (MemberFigure figure : MemberFigure.values()) {
      grown.put(figure, Math.max(0, get(figure) - before.get(figure)));
    }
    return new MemberFigures(grown);
  }

  public MemberFigures plus(MemberFigures more) {
    Map<MemberFigure, Long> sum = new EnumMap<>(MemberFigure.class);
    for (MemberFigure figure : MemberFigure.values()) {
      sum.put(figure, get(figure) + more.get(figure));
    }
    return new MemberFigures(sum);
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeByte(MemberFigure.values().length);
    for (MemberFigure figure : MemberFigure.values()) {
      out.writeLong(get(figure));
    }
  }

  public static MemberFigures read(DataInputStream in) throws IOException {
    MemberFigure[] all = MemberFigure.values();
    long[] read = new long[in.readUnsignedByte()];
    for (int i = 0; i < read.length; i++) {
      read[i] = in.readLong();
    }
    Map<MemberFigure, Long> values = new EnumMap<>(MemberFigure.class);
    Arrays.stream(all)
        .filter(figure -> figure.ordinal() < read.length)
        .forEach(figure -> values.put(figure, read[figure.ordinal()]));
    return new MemberFigures(values);
  }
}
