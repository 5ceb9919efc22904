package io.evs.why;

import io.evs.RingId;
import io.evs.flight.FlightEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Node ids, rings and times in sentences. */
final class Words {
  private Words() {}

  static String node(int id) {
    return Integer.toUnsignedString(id);
  }

  /** {@code 1}, {@code 1 and 2}, {@code 1, 2 and 3}. */
  static String nodes(Collection<Integer> ids) {
    List<String> names = new ArrayList<>();
    ids.stream().sorted(Integer::compareUnsigned).forEach(each -> names.add(node(each)));
    return list(names);
  }

  static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  static String ring(RingId ring) {
    return "ring " + ring;
  }

  /** Where something came from, of an event that has an address. */
  static String address(FlightEvent event) {
    long port = event.c() & 0xffff;
    // An address of IPv4 is written as ::ffff:a.b.c.d.
    boolean four = event.a() == 0 && event.b() >>> 32 == 0xffff;
    return four
        ? parts(event.b() << 32, 4, 8, 10, ".") + ":" + port
        : "["
            + parts(event.a(), 4, 16, 16, ":")
            + ":"
            + parts(event.b(), 4, 16, 16, ":")
            + "]:"
            + port;
  }

  private static String parts(long from, int count, int bits, int radix, String between) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(Long.toString(from << i * bits >>> Long.SIZE - bits, radix));
    }
    return String.join(between, parts);
  }

  /** {@code 213 ms}, {@code 1.02 s}. */
  static String nanos(long nanos) {
    long millis = nanos / 1_000_000;
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
  }

  static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
