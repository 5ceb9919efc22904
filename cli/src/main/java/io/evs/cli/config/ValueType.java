package io.evs.cli.config;

import io.evs.cli.base.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a key accepts: how a value is written, and which values are allowed. */
public sealed interface ValueType {
  /** How a scalar stands in a YAML file. */
  enum Kind {
    /** A plain or quoted string. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** true or false. */
    BOOLEAN,
    /** A number with a fraction. */
    DECIMAL,
    /** null, or nothing behind the colon. */
    NOTHING
  }

  /** The word for a value that is derived from others. */
  String AUTO = "auto";

  /** A number that means the same to everybody: YAML takes 010 for 8 and 1:30 for 90. */
  Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)");

  /** What is allowed, for a sentence about this text. */
  default String allowedInsteadOf(String text) {
    boolean otherNumber =
        this instanceof Whole
            && !DECIMAL.matcher(text).matches()
            && Pattern.matches("[-+]?[0-9][0-9a-fA-FxXoO_:]*", text);
    return allowed() + (otherNumber ? ", in decimal digits without a leading 0" : "");
  }

  /** What is allowed, as the end of the sentence "it must be ...". */
  String allowed();

  /** Whether a scalar of this kind and text may stand for the value in a file. */
  boolean accepts(Kind kind, String text);

  /**
   * The value from its text: Long, Duration, Boolean, String or a list of them; {@link #AUTO} stays
   * text.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  Object parse(String text);

  /** A whole number in a range. */
  record Whole(long min, long max, boolean auto) implements ValueType {
    @Override
    public String allowed() {
      return "a whole number from " + min + " to " + max + (auto ? ", or auto" : "");
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.INTEGER || (auto && kind == Kind.TEXT && text.equals(AUTO));
    }

    @Override
    public Object parse(String text) {
      if (auto && text.equals(AUTO)) {
        return AUTO;
      }
      require(DECIMAL.matcher(text).matches());
      long value = Long.parseLong(text);
      require(value >= min && value <= max);
      return value;
    }
  }

  /** How many members, or {@link #QUORUM} of them. */
  record Members(Whole count) implements ValueType {
    /** Enough members for a primary configuration. */
    public static final String QUORUM = "quorum";

    @Override
    public String allowed() {
      return count.allowed() + ", or " + QUORUM;
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return count.accepts(kind, text) || (kind == Kind.TEXT && text.equals(QUORUM));
    }

    @Override
    public Object parse(String text) {
      return text.equals(QUORUM) ? text : count.parse(text);
    }
  }

  /** A duration with its unit, in a range. */
  record Time(Duration min, Duration max, boolean auto) implements ValueType {
    @Override
    public String allowed() {
      return "a duration with its unit from "
          + Units.show(min)
          + " to "
          + Units.show(max)
          + ", such as 250ms or 2s"
          + (auto ? ", or auto" : "");
    }

    @Override
    public String allowedInsteadOf(String text) {
      return allowed() + Units.unknownUnit(text).map(why -> "; " + why).orElse("");
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.TEXT;
    }

    @Override
    public Object parse(String text) {
      if (auto && text.equals(AUTO)) {
        return AUTO;
      }
      Duration value = Units.duration(text);
      require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
      return value;
    }
  }

  /** A size with its unit, in a range, or auto; held in bytes. */
  record Size(long min, long max) implements ValueType {
    @Override
    public String allowed() {
      return "a size with its unit from "
          + min
          + "B to "
          + (max >> 20)
          + "MiB, such as 64KiB or 10MB, or auto";
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.TEXT;
    }

    @Override
    public Object parse(String text) {
      if (text.equals(AUTO)) {
        return AUTO;
      }
      long bytes = Units.size(text);
      require(bytes >= min && bytes <= max);
      return bytes;
    }
  }

  /** One of some words. */
  record Choice(List<String> words) implements ValueType {
    @Override
    public String allowed() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.TEXT;
    }

    @Override
    public Object parse(String text) {
      require(words.contains(text));
      return text;
    }
  }

  /** Text of a given form. */
  record Text(String allowed, Predicate<String> form) implements ValueType {
    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.TEXT;
    }

    @Override
    public Object parse(String text) {
      require(!text.isEmpty() && text.chars().noneMatch(Character::isISOControl));
      require(form.test(text));
      return text;
    }
  }

  /** true or false. */
  record Flag() implements ValueType {
    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return kind == Kind.BOOLEAN;
    }

    @Override
    public Object parse(String text) {
      require(text.equals("true") || text.equals("false"));
      return text.equals("true");
    }
  }

  /** A list; in an environment variable its elements are separated by commas. */
  record Many(ValueType element) implements ValueType {
    @Override
    public String allowed() {
      return "a list, each element " + element.allowed();
    }

    @Override
    public boolean accepts(Kind kind, String text) {
      return false;
    }

    @Override
    public Object parse(String text) {
      List<Object> values = new ArrayList<>();
      for (String part : text.split(",")) {
        if (!part.isBlank()) {
          values.add(element.parse(part.strip()));
        }
      }
      return List.copyOf(values);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
