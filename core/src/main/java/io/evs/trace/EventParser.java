package io.evs.trace;

import io.evs.RingId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Turns scanned lines of one file into calls of a {@link TraceHandler}. Keeps what lines inherit
 * from the header of the file: the process.
 */
final class EventParser {
  private static final long HIGHEST_ID = 0xffff_ffffL;

  /**
   * Most processes in all traces that are read together, ten times as many as a ring can have at
   * once: whoever names one in each line must not cost a log for each.
   */
  static final int PROCESSES_MAX = 4096;

  /** Compared by identity: the value is no list of process ids. */
  private static final int[] NOT_IDS = {};

  private final TraceHandler handler;
  private final JsonLine line = new JsonLine();
  private final RingCache rings = new RingCache(line);
  private final RingCache nextRings = new RingCache(line);
  private final long[] triple = new long[3];
  private boolean processKnown;
  private int headerProcess;
  private int process;
  private RecordedTrace sink;

  private final Set<Integer> known;

  /**
   * A parser of one file.
   *
   * @param known processes met so far, in this file and the others
   */
  EventParser(TraceHandler handler, Set<Integer> known) {
    this.handler = handler;
    this.known = known;
  }

  /** Scans a line without acting on it; the result of {@link JsonLine#scan}. */
  int scan(byte[] bytes, int from, int to) {
    return line.scan(bytes, from, to);
  }

  /** True if the scanned line begins an incarnation. */
  boolean isStart() {
    return line.is(JsonLine.E, "start");
  }

  /** The process of the file, or of the line last read; 0 if not known. */
  int process() {
    return sink == null ? 0 : process;
  }

  /** Tells the current process, if there is one, that its log is cut here. */
  void torn(boolean last) {
    if (sink != null) {
      sink.torn(last);
    }
  }

  /** Acts on the scanned line. Returns what is wrong with it, or an empty text. */
  String accept() {
    if (line.type(JsonLine.E) != JsonLine.STRING) {
      return "no event name";
    }
    if (line.is(JsonLine.E, "trace")) {
      return header();
    }
    if (line.is(JsonLine.E, "stable")) {
      return stable();
    }
    String wrong = chooseProcess();
    if (!wrong.isEmpty()) {
      return wrong;
    }
    if (line.type(JsonLine.T) != JsonLine.ABSENT && line.type(JsonLine.T) != JsonLine.INTEGER) {
      return "t is not an integer";
    }
    return event();
  }

  private String header() {
    if (line.type(JsonLine.V) != JsonLine.INTEGER || line.number(JsonLine.V) != 1) {
      return "not version 1 of the trace format";
    }
    if (line.is(JsonLine.ROLE, "env")) {
      return "";
    }
    processKnown = line.type(JsonLine.P) != JsonLine.ABSENT;
    if (!processKnown) {
      return "";
    }
    if (!isId(JsonLine.P)) {
      return "p is not a process id";
    }
    headerProcess = (int) line.number(JsonLine.P);
    return use(headerProcess);
  }

  private String chooseProcess() {
    if (line.type(JsonLine.P) != JsonLine.ABSENT) {
      if (!isId(JsonLine.P)) {
        return "p is not a process id";
      }
      return use((int) line.number(JsonLine.P));
    }
    return processKnown ? use(headerProcess) : "no process: neither a header nor p in the line";
  }

  /** Goes on with this process; returns what is wrong with it, or an empty text. */
  private String use(int id) {
    if (sink == null || id != process) {
      if (!known.contains(id) && known.size() >= PROCESSES_MAX) {
        return "more than " + PROCESSES_MAX + " processes: not the traces of one ring";
      }
      known.add(id);
      process = id;
      sink = handler.process(id);
    }
    return "";
  }

  private String event() {
    int fields = line.type(JsonLine.T) == JsonLine.INTEGER ? RecordedTrace.TIME : 0;
    long time = line.number(JsonLine.T);
    int at = line.start(JsonLine.E);
    switch (line.end(JsonLine.E) - at) {
      case 3 -> {
        if (line.is(JsonLine.E, "dlv")) {
          return deliver(time, fields);
        }
        if (line.is(JsonLine.E, "sub")) {
          return submit(time, fields);
        }
        if (line.is(JsonLine.E, "end")) {
          sink.end(time);
          return "";
        }
        if (line.is(JsonLine.E, "pri")) {
          return primary(time, fields);
        }
        if (line.is(JsonLine.E, "cut")) {
          sink.cut();
          return "";
        }
      }
      case 4 -> {
        if (line.is(JsonLine.E, "send")) {
          return send(time, fields);
        }
        if (line.is(JsonLine.E, "conf")) {
          return configuration(time, fields);
        }
        if (line.is(JsonLine.E, "stop")) {
          sink.stop(time);
          return "";
        }
      }
      case 5 -> {
        if (line.is(JsonLine.E, "start")) {
          return start(time, fields);
        }
        if (line.is(JsonLine.E, "crash")) {
          sink.crash(time);
          return "";
        }
      }
      default -> {}
    }
    sink.ignored();
    return "";
  }

  private String start(long time, int fields) {
    if (line.type(JsonLine.INC) != JsonLine.INTEGER) {
      return "start needs an integer inc";
    }
    sink.present(fields);
    sink.start(time, line.number(JsonLine.INC));
    return "";
  }

  private String configuration(long time, int fields) {
    boolean regular = line.is(JsonLine.K, "R");
    if (!regular && !line.is(JsonLine.K, "T")) {
      return "conf needs k, R or T";
    }
    int[] members = ids(JsonLine.MEM);
    if (members == NOT_IDS) {
      return "conf needs mem, a list of process ids";
    }
    if (line.type(JsonLine.R) != JsonLine.STRING
        || !regular && line.type(JsonLine.NX) != JsonLine.STRING) {
      return "conf needs " + (regular ? "a ring id r" : "ring ids r and nx");
    }
    byte primary = line.type(JsonLine.PRI);
    if (primary != JsonLine.ABSENT && primary != JsonLine.TRUE && primary != JsonLine.FALSE) {
      return "pri is not true or false";
    }
    boolean readable = rings.read(JsonLine.R) && (regular || nextRings.read(JsonLine.NX));
    sink.present(primary == JsonLine.TRUE ? fields | RecordedTrace.PRIMARY : fields);
    if (!readable) {
      sink.unreadableRing(text(JsonLine.R) + (regular ? "" : " to " + text(JsonLine.NX)));
    } else if (regular) {
      sink.regular(time, rings.ring(), members);
    } else {
      sink.transitional(time, rings.ring(), nextRings.ring(), members);
    }
    return "";
  }

  private String primary(long time, int fields) {
    byte primary = line.type(JsonLine.PRI);
    if (primary != JsonLine.TRUE && primary != JsonLine.FALSE) {
      return "pri needs pri, true or false";
    }
    if (line.type(JsonLine.R) != JsonLine.STRING || !rings.read(JsonLine.R)) {
      return "pri needs a ring id r";
    }
    sink.present(fields);
    sink.primary(time, rings.ring(), primary == JsonLine.TRUE);
    return "";
  }

  private String submit(long time, int fields) {
    if (line.type(JsonLine.N) != JsonLine.INTEGER) {
      return "sub needs an integer n";
    }
    String wrong = content();
    if (!wrong.isEmpty()) {
      return "sub " + wrong;
    }
    sink.present(fields | contentFields());
    sink.submit(time, line.number(JsonLine.N), isSafe(), line.number(JsonLine.H));
    return "";
  }

  private String send(long time, int fields) {
    if (line.type(JsonLine.N) != JsonLine.INTEGER) {
      return "send needs an integer n";
    }
    String wrong = content();
    if (wrong.isEmpty() && !rings.read(JsonLine.R)) {
      wrong = "needs a ring id r";
    }
    if (!wrong.isEmpty()) {
      return "send " + wrong;
    }
    sink.present(fields | contentFields());
    sink.send(
        time,
        line.number(JsonLine.N),
        rings.ring(),
        (int) line.number(JsonLine.S),
        isSafe(),
        line.number(JsonLine.H));
    return "";
  }

  private String deliver(long time, int fields) {
    String wrong = content();
    if (wrong.isEmpty() && !rings.read(JsonLine.R)) {
      wrong = "needs a ring id r";
    }
    if (wrong.isEmpty() && !message()) {
      wrong = "needs m, [sender, incarnation, n]";
    }
    if (!wrong.isEmpty()) {
      return "dlv " + wrong;
    }
    sink.present(fields | contentFields());
    sink.deliver(
        time,
        (int) triple[0],
        triple[1],
        triple[2],
        rings.ring(),
        (int) line.number(JsonLine.S),
        isSafe(),
        line.number(JsonLine.H));
    return "";
  }

  private boolean message() {
    return numbers(line.start(JsonLine.M), line.end(JsonLine.M), JsonLine.M, triple) == 3
        && triple[0] >= 0
        && triple[0] <= HIGHEST_ID;
  }

  /** What is wrong with service, sequence or hash of a message. */
  private String content() {
    if (!isSafe() && !line.is(JsonLine.V, "a")) {
      return "needs v, a or s";
    }
    byte sequence = line.type(JsonLine.S);
    if (sequence != JsonLine.ABSENT) {
      long s = line.number(JsonLine.S);
      if (sequence != JsonLine.INTEGER || s < Integer.MIN_VALUE || s > HIGHEST_ID) {
        return "has an s that is not a 32-bit number";
      }
    }
    byte hash = line.type(JsonLine.H);
    return hash == JsonLine.ABSENT || hash == JsonLine.INTEGER
        ? ""
        : "has an h that is not a 64-bit integer";
  }

  private int contentFields() {
    return (line.type(JsonLine.S) == JsonLine.ABSENT ? 0 : RecordedTrace.SEQUENCE)
        | (line.type(JsonLine.H) == JsonLine.ABSENT ? 0 : RecordedTrace.HASH);
  }

  private boolean isSafe() {
    return line.is(JsonLine.V, "s");
  }

  private boolean isId(int field) {
    return line.type(field) == JsonLine.INTEGER
        && line.number(field) >= 0
        && line.number(field) <= HIGHEST_ID;
  }

  private String stable() {
    if (line.type(JsonLine.T) != JsonLine.INTEGER) {
      return "stable needs an integer t";
    }
    if (line.type(JsonLine.COMPS) != JsonLine.ARRAY) {
      return "stable needs comps, a list of lists of process ids";
    }
    byte conv = line.type(JsonLine.CONV);
    byte drained = line.type(JsonLine.DRAINED);
    if (conv != JsonLine.ABSENT && (conv != JsonLine.INTEGER || line.number(JsonLine.CONV) < 0)) {
      return "stable has a conv that is not a duration";
    }
    if (drained != JsonLine.ABSENT && drained != JsonLine.TRUE && drained != JsonLine.FALSE) {
      return "stable has a drained that is not true or false";
    }
    int[][] components = IdLists.lists(text(JsonLine.COMPS));
    if (components.length == 0) {
      return "stable needs comps, a list of lists of process ids";
    }
    handler.stable(
        line.number(JsonLine.T),
        components,
        conv == JsonLine.ABSENT ? -1 : line.number(JsonLine.CONV),
        drained == JsonLine.TRUE);
    return "";
  }

  private int[] ids(int field) {
    if (line.type(field) != JsonLine.ARRAY) {
      return NOT_IDS;
    }
    int commas = JsonLine.isEmptyArray(line.bytes(), line.start(field), line.end(field)) ? 0 : 1;
    for (int i = line.start(field); i < line.end(field); i++) {
      commas += line.bytes()[i] == ',' ? 1 : 0;
    }
    long[] values = new long[commas];
    if (numbers(line.start(field), line.end(field), field, values) != commas) {
      return NOT_IDS;
    }
    int[] ids = new int[commas];
    for (int i = 0; i < commas; i++) {
      if (values[i] < 0 || values[i] > HIGHEST_ID) {
        return NOT_IDS;
      }
      ids[i] = (int) values[i];
    }
    return ids;
  }

  /** Reads a flat array of integers, already known to be JSON; -1 if it is none or too long. */
  private int numbers(int from, int to, int field, long[] into) {
    if (line.type(field) != JsonLine.ARRAY) {
      return -1;
    }
    byte[] bytes = line.bytes();
    int count = 0;
    int i = from + 1;
    while (i < to - 1) {
      int c = bytes[i];
      if (c == ',' || c == ' ' || c == '\t' || c == '\r') {
        i++;
        continue;
      }
      boolean negative = c == '-';
      i += negative ? 1 : 0;
      long value = 0;
      int first = i;
      while (bytes[i] >= '0' && bytes[i] <= '9') {
        value = value * 10 + (bytes[i++] - '0');
      }
      boolean ended = bytes[i] == ',' || bytes[i] == ']' || bytes[i] == ' ';
      if (i == first || i - first > 18 || !ended || count == into.length) {
        return -1;
      }
      into[count++] = negative ? -value : value;
    }
    return count;
  }

  private String text(int field) {
    int from = line.start(field);
    return new String(line.bytes(), from, line.end(field) - from, StandardCharsets.UTF_8);
  }

  /** Reads ring ids, keeping the last one: most lines name the ring of the line before. */
  private static final class RingCache {
    private final JsonLine line;
    private byte[] text = new byte[0];
    private RingId ring = new RingId(0, 0);

    RingCache(JsonLine line) {
      this.line = line;
    }

    RingId ring() {
      return ring;
    }

    boolean read(int field) {
      if (line.type(field) != JsonLine.STRING) {
        return false;
      }
      int from = line.start(field);
      int length = line.end(field) - from;
      byte[] bytes = line.bytes();
      if (text.length == length
          && length > 0
          && Arrays.equals(text, 0, length, bytes, from, from + length)) {
        return true;
      }
      byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
      try {
        RingId read = RingId.parse(new String(copy, StandardCharsets.US_ASCII));
        if (read.sequence() < 0) {
          return false;
        }
        ring = read;
        text = copy;
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}
