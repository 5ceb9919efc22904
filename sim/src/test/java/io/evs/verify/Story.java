package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.RecordedTrace;
import io.evs.verify.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Histories in the notation of docs/properties.md, "How to read the examples", one line per
 * process:
 *
 * <pre>p1: R(4;1,2) s:a d:a T(8;1) R(8;1) crash start R(12;1)</pre>
 *
 * <p>{@code s:a} sends agreed, {@code S:a} safe, {@code sub:a} submits, {@code d:a} delivers;
 * {@code d:2/1/7} names a message by sender, incarnation and number. {@code @5} adds a ring
 * sequence, {@code #7} a hash, {@code ~4} another ring label. {@code R(8;1)pri} is primary, {@code
 * pri(8)} and {@code nopri(8)} decide that later, {@code *90} sets the time. The first start is
 * implied unless the line begins with {@code -}.
 */
public final class Story {
  private static final Pattern CONF = Pattern.compile("([RT])\\(([\\d:]+);([\\d,]+)\\)(pri)?");
  private static final Pattern DECIDED = Pattern.compile("(pri|nopri)\\(([\\d:]+)\\)");
  private static final Pattern MESSAGE =
      Pattern.compile("(s|S|sub|d|D):([^@#~]+)(?:@(-?\\d+))?(?:#(-?\\d+))?(?:~([\\d:]+))?");

  private record Name(int sender, long incarnation, long n) {}

  private record Line(int process, List<String> tokens) {}

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Name> names = new HashMap<>();
  private final Set<String> safe = new HashSet<>();
  private final Map<Long, Integer> representatives = new HashMap<>();
  private Checker.Options options = Checker.Options.STRICT;
  private long stableMicros = -1;
  private long convergenceMicros;
  private boolean drained;
  private int[][] components = {};

  public Story(String... texts) {
    for (String text : texts) {
      int colon = text.indexOf(':');
      int process = Integer.parseUnsignedInt(text.substring(1, colon).trim());
      String life = text.substring(colon + 1).trim();
      List<String> tokens = new ArrayList<>();
      if (!life.startsWith("-")) {
        tokens.add("start");
      }
      for (String token : life.replaceFirst("^-", "").trim().split("\\s+")) {
        if (!token.isEmpty()) {
          tokens.add(token);
        }
      }
      lines.add(new Line(process, tokens));
    }
    lines.forEach(this::collectNames);
  }

  Story options(Checker.Options newOptions) {
    options = newOptions;
    return this;
  }

  Story stable(long timeMicros, long allowedMicros, boolean isDrained, int[]... comps) {
    stableMicros = timeMicros;
    convergenceMicros = allowedMicros;
    drained = isDrained;
    components = comps;
    return this;
  }

  /** The report, after making sure that the order of reading does not change the verdict. */
  public Report check() {
    Report first = run(lines);
    List<Line> shuffled = new ArrayList<>(lines);
    Random random = new Random(7);
    for (int i = 0; i < 6; i++) {
      Collections.shuffle(shuffled, random);
      Report again = run(shuffled);
      if (!properties(again).equals(properties(first))) {
        throw new AssertionError(
            "order of reading changes " + first.toText() + " to " + again.toText());
      }
    }
    return first;
  }

  /** The names of the violated properties, in order, or {@code ok}. */
  String verdict() {
    return properties(check());
  }

  static String properties(Report report) {
    return report.ok()
        ? "ok"
        : new TreeSet<>(report.violations().stream().map(found -> found.property().name()).toList())
            .stream().collect(Collectors.joining(" "));
  }

  private Report run(List<Line> order) {
    Checker checker = new Checker(options);
    for (Line line : order) {
      new Teller(line, checker.handler().process(line.process)).tell();
    }
    if (stableMicros >= 0) {
      checker.stable(stableMicros, components, convergenceMicros, drained);
    }
    return checker.finish();
  }

  private void collectNames(Line line) {
    long incarnation = 1;
    Map<Long, Long> next = new HashMap<>();
    boolean begun = false;
    for (String token : line.tokens) {
      if (token.startsWith("start")) {
        incarnation = incarnationOf(token, begun ? incarnation + 1 : 1);
        begun = true;
      }
      Matcher conf = CONF.matcher(token);
      if (conf.matches() && conf.group(1).equals("R") && !conf.group(2).contains(":")) {
        representatives.merge(
            Long.parseLong(conf.group(2)), members(conf.group(3))[0], (a, b) -> Math.min(a, b));
      }
      Matcher message = MESSAGE.matcher(token);
      if (message.matches() && !message.group(1).equalsIgnoreCase("d") || isSafeSend(message)) {
        String name = message.group(2);
        if (message.group(1).equals("S")) {
          safe.add(name);
        }
        if (!names.containsKey(name)) {
          long n = next.merge(incarnation, 1L, Long::sum);
          names.put(name, new Name(line.process, incarnation, n));
        }
      }
    }
  }

  private static boolean isSafeSend(Matcher message) {
    return message.matches() && message.group(1).equals("S");
  }

  private static long incarnationOf(String token, long otherwise) {
    return token.length() > 5 ? Long.parseLong(token.substring(6, token.length() - 1)) : otherwise;
  }

  private static int[] members(String list) {
    String[] parts = list.split(",");
    int[] ids = new int[parts.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Integer.parseUnsignedInt(parts[i]);
    }
    return ids;
  }

  private RingId ring(String text) {
    if (text.contains(":")) {
      return RingId.parse(text);
    }
    long sequence = Long.parseLong(text);
    return new RingId(representatives.getOrDefault(sequence, 1), sequence);
  }

  private Name name(String text) {
    if (text.contains("/")) {
      String[] parts = text.split("/");
      return new Name(
          Integer.parseUnsignedInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
    return names.get(text);
  }

  /** Plays one line to a checker. */
  private final class Teller {
    private final Line line;
    private final RecordedTrace sink;
    private RingId current = new RingId(0, 0);
    private long incarnation;
    private long time;
    private boolean timed;

    Teller(Line line, RecordedTrace sink) {
      this.line = line;
      this.sink = sink;
    }

    void tell() {
      for (String token : line.tokens) {
        sink.present(timed ? RecordedTrace.TIME : 0);
        if (!control(token) && !configuration(token)) {
          message(token);
        }
      }
    }

    private boolean control(String token) {
      if (token.startsWith("*")) {
        time = Long.parseLong(token.substring(1));
        timed = true;
      } else if (token.startsWith("start")) {
        incarnation = incarnationOf(token, incarnation + 1);
        sink.start(time, incarnation);
      } else {
        switch (token) {
          case "crash" -> sink.crash(time);
          case "stop" -> sink.stop(time);
          case "end" -> sink.end(time);
          case "torn" -> sink.torn(false);
          case "cut" -> sink.torn(true);
          case "badring" -> sink.unreadableRing("x:y");
          default -> {
            return false;
          }
        }
      }
      return true;
    }

    private boolean configuration(String token) {
      Matcher decided = DECIDED.matcher(token);
      if (decided.matches()) {
        sink.primary(time, ring(decided.group(2)), decided.group(1).equals("pri"));
        return true;
      }
      Matcher conf = CONF.matcher(token);
      if (!conf.matches()) {
        return false;
      }
      int[] members = members(conf.group(3));
      if (conf.group(4) != null) {
        sink.present((timed ? RecordedTrace.TIME : 0) | RecordedTrace.PRIMARY);
      }
      if (conf.group(1).equals("R")) {
        current = ring(conf.group(2));
        sink.regular(time, current, members);
      } else {
        sink.transitional(time, current, ring(conf.group(2)), members);
      }
      return true;
    }

    private void message(String token) {
      Matcher message = MESSAGE.matcher(token);
      if (!message.matches()) {
        throw new IllegalArgumentException("cannot read " + token);
      }
      String kind = message.group(1);
      String label = message.group(2);
      Name name = name(label);
      boolean isSafe = kind.equals("D") || safe.contains(label);
      int sequence = message.group(3) == null ? 0 : (int) Long.parseLong(message.group(3));
      long hash = message.group(4) == null ? 0 : Long.parseLong(message.group(4));
      RingId ring = message.group(5) == null ? current : ring(message.group(5));
      sink.present(
          (timed ? RecordedTrace.TIME : 0)
              | (message.group(3) == null ? 0 : RecordedTrace.SEQUENCE)
              | (message.group(4) == null ? 0 : RecordedTrace.HASH));
      switch (kind) {
        case "sub" -> sink.submit(time, name.n, isSafe, hash);
        case "s", "S" -> sink.send(time, name.n, ring, sequence, isSafe, hash);
        default ->
            sink.deliver(time, name.sender, name.incarnation, name.n, ring, sequence, isSafe, hash);
      }
    }
  }
}
