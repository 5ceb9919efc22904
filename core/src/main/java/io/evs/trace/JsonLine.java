package io.evs.trace;

import java.util.Arrays;

/**
 * One line of a trace, scanned once: which of the format's fields it has, of which type, and where
 * their values stand. Fields the format does not name are checked for being JSON and forgotten.
 *
 * <p>Reused for every line; reading a line allocates nothing.
 */
final class JsonLine {
  /** The fields of the format, as indexes. */
  static final int E = 0;

  static final int T = 1;
  static final int P = 2;
  static final int V = 3;
  static final int K = 4;
  static final int R = 5;
  static final int N = 6;
  static final int S = 7;
  static final int H = 8;
  static final int M = 9;
  static final int NX = 10;
  static final int INC = 11;
  static final int MEM = 12;
  static final int PRI = 13;
  static final int ROLE = 14;
  static final int CONV = 15;
  static final int COMPS = 16;
  static final int DRAINED = 17;
  private static final int FIELDS = 18;
  private static final int UNKNOWN = FIELDS;

  /** The line is a whole JSON object. */
  static final int WHOLE = 0;

  /** The line is the beginning of one. */
  static final int CUT = 1;

  /** The line is something else. */
  static final int GARBAGE = 2;

  static final byte ABSENT = 0;
  static final byte INTEGER = 1;
  static final byte STRING = 2;
  static final byte ARRAY = 3;
  static final byte TRUE = 4;
  static final byte FALSE = 5;
  static final byte OTHER = 6;

  private static final int DEEPEST = 64;

  private final byte[] types = new byte[FIELDS + 1];
  private final int[] starts = new int[FIELDS + 1];
  private final int[] ends = new int[FIELDS + 1];
  private final long[] numbers = new long[FIELDS + 1];
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean cut;
  private long number;

  /** Scans {@code bytes[from, to)}, without its line end; returns WHOLE, CUT or GARBAGE. */
  int scan(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to;
    cut = false;
    Arrays.fill(types, ABSENT);
    if (!object()) {
      return cut ? CUT : GARBAGE;
    }
    skipSpace();
    return at == end ? WHOLE : GARBAGE;
  }

  byte type(int field) {
    return types[field];
  }

  long number(int field) {
    return numbers[field];
  }

  /** First byte of the value: within the quotes of a string, at the bracket of an array. */
  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  byte[] bytes() {
    return bytes;
  }

  private boolean object() {
    skipSpace();
    if (!take('{')) {
      return false;
    }
    skipSpace();
    if (peek() == '}') {
      at++;
      return true;
    }
    while (true) {
      skipSpace();
      int nameAt = at + 1;
      if (!string()) {
        return false;
      }
      int field = field(nameAt, at - 1);
      skipSpace();
      if (!take(':')) {
        return false;
      }
      skipSpace();
      starts[field] = at;
      byte type = value(0);
      if (type == ABSENT) {
        return false;
      }
      types[field] = type;
      ends[field] = at;
      numbers[field] = number;
      if (type == STRING) {
        starts[field]++;
        ends[field]--;
      }
      skipSpace();
      if (peek() == '}') {
        at++;
        return true;
      }
      if (!take(',')) {
        return false;
      }
    }
  }

  /** Skips one value and says its type, ABSENT if there is none. */
  private byte value(int depth) {
    int c = peek();
    return switch (c) {
      case '"' -> string() ? STRING : ABSENT;
      case '[' -> container(depth, ']') ? ARRAY : ABSENT;
      case '{' -> container(depth, '}') ? OTHER : ABSENT;
      case 't' -> literal("true") ? TRUE : ABSENT;
      case 'f' -> literal("false") ? FALSE : ABSENT;
      case 'n' -> literal("null") ? OTHER : ABSENT;
      default -> numeral();
    };
  }

  private boolean container(int depth, int close) {
    if (depth == DEEPEST) {
      return false;
    }
    at++;
    skipSpace();
    if (peek() == close) {
      at++;
      return true;
    }
    while (true) {
      skipSpace();
      if (close == '}') {
        if (!string()) {
          return false;
        }
        skipSpace();
        if (!take(':')) {
          return false;
        }
        skipSpace();
      }
      if (value(depth + 1) == ABSENT) {
        return false;
      }
      skipSpace();
      if (peek() == close) {
        at++;
        return true;
      }
      if (!take(',')) {
        return false;
      }
    }
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < end) {
      int c = bytes[at++];
      if (c == '"') {
        return true;
      }
      if (c >= 0 && c < ' ') {
        return false;
      }
      if (c == '\\' && !escape()) {
        return false;
      }
    }
    cut = true;
    return false;
  }

  private boolean escape() {
    int c = peek();
    at++;
    if (c != 'u') {
      return c > 0 && "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (Character.digit(peek(), 16) < 0) {
        return false;
      }
      at++;
    }
    return true;
  }

  private boolean literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** A number; INTEGER only if it has no fraction or exponent and fits a long. */
  private byte numeral() {
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    boolean fits = true;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at++] - '0';
      fits &= value >= (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    if (at == first) {
      peek();
      return ABSENT;
    }
    fits &= negative || value != Long.MIN_VALUE;
    if (bytes[first] == '0' && at > first + 1) {
      return ABSENT;
    }
    boolean whole = true;
    if (at < end && bytes[at] == '.') {
      at++;
      whole = false;
      if (!digits()) {
        return ABSENT;
      }
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      whole = false;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      if (!digits()) {
        return ABSENT;
      }
    }
    number = negative ? value : -value;
    return whole && fits ? INTEGER : OTHER;
  }

  private boolean digits() {
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == end) {
      cut = true;
    }
    return at > first;
  }

  private void skipSpace() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
      at++;
    }
  }

  private boolean take(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** The next byte; -1 at the end, which also means that the line was cut there. */
  private int peek() {
    if (at < end) {
      return bytes[at] & 0xff;
    }
    cut = true;
    return -1;
  }

  private int field(int from, int to) {
    return switch (to - from) {
      case 1 -> oneLetter(bytes[from]);
      case 2 -> named(from, "nx", NX);
      case 3 ->
          switch (bytes[from]) {
            case 'i' -> named(from, "inc", INC);
            case 'm' -> named(from, "mem", MEM);
            default -> named(from, "pri", PRI);
          };
      case 4 -> bytes[from] == 'r' ? named(from, "role", ROLE) : named(from, "conv", CONV);
      case 5 -> named(from, "comps", COMPS);
      case 7 -> named(from, "drained", DRAINED);
      default -> UNKNOWN;
    };
  }

  private static int oneLetter(int letter) {
    return switch (letter) {
      case 'e' -> E;
      case 't' -> T;
      case 'p' -> P;
      case 'v' -> V;
      case 'k' -> K;
      case 'r' -> R;
      case 'n' -> N;
      case 's' -> S;
      case 'h' -> H;
      case 'm' -> M;
      default -> UNKNOWN;
    };
  }

  private int named(int from, String name, int field) {
    return is(from, from + name.length(), name) ? field : UNKNOWN;
  }

  /** True if the bytes spell this ASCII text. */
  boolean is(int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** True if nothing but space stands between the brackets. */
  static boolean isEmptyArray(byte[] bytes, int from, int to) {
    for (int i = from + 1; i < to - 1; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** True if the field is this string. */
  boolean is(int field, String text) {
    return types[field] == STRING && is(starts[field], ends[field], text);
  }
}
