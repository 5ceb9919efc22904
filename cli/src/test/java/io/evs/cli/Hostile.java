package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.Group;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Values in which every text is hostile: records are filled component by component, so that a field
 * that is added is covered by itself (SEC-M1).
 */
public final class Hostile {
  /** ESC, CSI as one character, direction, line separators, controls, a tag, a byte order mark. */
  public static final String TEXT =
      "x\u001b[31m\u009b2J\u202e\u2028\n\u007f\u0085\r" + Character.toString(0xe0041) + "\ufeff";

  /** The same without what a name of a group cannot have. */
  public static final String NAME = "g\u202e\u2028\u200f\ufeff";

  private static final String DANGEROUS = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\n]]";
  private static final String STYLE = "\u001b\\[(0|1|2|31|32)m";

  private final String text;
  private final String name;

  private Hostile(String text, String name) {
    this.text = text;
    this.name = name;
  }

  /** A value of that record in which every text is hostile. */
  public static <T> T record(Class<T> type) {
    return type.cast(new Hostile(TEXT, NAME).value(type));
  }

  /** The same with texts that harm nobody. */
  public static <T> T harmless(Class<T> type) {
    return type.cast(new Hostile("x", "g").value(type));
  }

  /** What is printed acts on no terminal. */
  public static void assertSafe(String printed) {
    assertThat(printed).doesNotContainPattern(DANGEROUS);
  }

  /** As above, but for styles of the printer's own, which leave the text as it is without them. */
  public static void assertSafe(String styled, String plain) {
    assertSafe(plain);
    assertThat(styled).contains("\u001b[").isNotEqualTo(plain);
    assertThat(styled.replaceAll(STYLE, "")).isEqualTo(plain);
  }

  /** As {@link #assertSafe(String)}, and each line is a document. */
  public static void assertSafeJson(String printed) {
    assertSafe(printed);
    assertThat(printed).isNotBlank();
    printed
        .lines()
        .forEach(
            line -> {
              try {
                new ObjectMapper().readTree(line);
              } catch (IOException noJson) {
                throw new AssertionError(line, noJson);
              }
            });
  }

  /** What a hostile text prints has the lines of a harmless one, and no more. */
  public static void assertSameLines(String hostile, String harmless) {
    assertSafe(hostile);
    assertThat(hostile.lines().count()).as(hostile).isEqualTo(harmless.lines().count());
  }

  /** What that prints. */
  public static String printed(Consumer<PrintStream> printer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    printer.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return filled(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    return leaf(plain);
  }

  private Object container(Class<?> type, Type... of) {
    if (type == Optional.class) {
      return Optional.of(value(of[0]));
    }
    if (type == List.class) {
      return List.of(value(of[0]));
    }
    if (type == Set.class) {
      return Set.of(value(of[0]));
    }
    if (type == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      map.put(value(of[0]), value(of[1]));
      if (of[0] == String.class) {
        map.put("security_rejected_" + text, value(of[1]));
      }
      return map;
    }
    throw new IllegalArgumentException("no value of " + type);
  }

  private Object leaf(Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return 1;
    } else if (type == long.class || type == Long.class) {
      return 1L;
    } else if (type == double.class || type == Double.class) {
      return 1.0;
    } else if (type == boolean.class || type == Boolean.class) {
      return true;
    } else if (type == byte[].class) {
      return text.getBytes(StandardCharsets.UTF_8);
    } else if (type == Group.class) {
      return new Group(name);
    } else if (type == InetSocketAddress.class) {
      return address();
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type == Instant.class) {
      return Instant.EPOCH;
    } else if (type == Duration.class) {
      return Duration.ofSeconds(1);
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(1);
    } else if (type == Histogram.class) {
      return new Histogram(3);
    }
    throw new IllegalArgumentException("no value of " + type);
  }

  private InetSocketAddress address() {
    try {
      return new InetSocketAddress(
          java.net.InetAddress.getByAddress(text, new byte[] {127, 0, 0, 1}), 1);
    } catch (java.net.UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Object filled(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(each -> value(each.getGenericType())).toArray();
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
