package io.evs.node.status;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a JSON document, of strings, numbers, booleans, lists and objects. Whoever asks for
 * what is not there gets an {@link IOException} that names it.
 */
public final class JsonTree {
  private static final int DEPTH_MAX = 16;

  private final String path;
  private final Map<String, Object> fields;

  private JsonTree(String path, Map<String, Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  /** Reads a document that is one object. */
  public static JsonTree read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("the document is not an object");
    }
    JsonTree tree = new JsonTree("", object(parser, 1));
    if (parser.nextToken() != null) {
      throw new IOException("something follows the document");
    }
    return tree;
  }

  private static Map<String, Object> object(JsonParser parser, int depth) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      fields.put(name, value(parser, depth));
    }
    return fields;
  }

  private static Object value(JsonParser parser, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new IOException("the document is nested too deeply");
    }
    switch (parser.currentToken()) {
      case START_OBJECT:
        return object(parser, depth + 1);
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, depth + 1));
        }
        return list;
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
        return parser.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return parser.getDecimalValue();
      default:
        return parser.getText();
    }
  }

  /** Whether it has a field. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether there is an object of this name, and not null. */
  boolean hasObject(String name) {
    return fields.get(name) instanceof Map;
  }

  /** The names of its fields. */
  public Iterable<String> names() {
    return fields.keySet();
  }

  /** A string. */
  public String text(String name) throws IOException {
    return as(String.class, name);
  }

  Optional<String> textIfThere(String name) throws IOException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A whole number. */
  public long number(String name) throws IOException {
    return as(Long.class, name);
  }

  boolean isTrue(String name) {
    return "true".equals(fields.get(name));
  }

  /** A number of microseconds, with or without a fraction, in nanoseconds. */
  long micros(String name) throws IOException {
    Object value = as(Number.class, name);
    try {
      BigDecimal micros =
          value instanceof BigDecimal ? (BigDecimal) value : BigDecimal.valueOf((Long) value);
      return micros.movePointRight(3).longValueExact();
    } catch (ArithmeticException notNanos) {
      throw new IOException(path + name + " is not a number of microseconds", notNanos);
    }
  }

  /** An object. */
  @SuppressWarnings("unchecked")
  public JsonTree tree(String name) throws IOException {
    return new JsonTree(path + name + ".", as(Map.class, name));
  }

  List<Long> numbers(String name) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Object each : as(List.class, name)) {
      numbers.add(cast(Long.class, each, name));
    }
    return numbers;
  }

  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object each : as(List.class, name)) {
      texts.add(cast(String.class, each, name));
    }
    return texts;
  }

  /** A list of objects. */
  @SuppressWarnings("unchecked")
  public List<JsonTree> trees(String name) throws IOException {
    List<JsonTree> trees = new ArrayList<>();
    for (Object each : as(List.class, name)) {
      trees.add(new JsonTree(path + name + ".", cast(Map.class, each, name)));
    }
    return trees;
  }

  private <T> T as(Class<T> type, String name) throws IOException {
    return cast(type, fields.get(name), name);
  }

  private <T> T cast(Class<T> type, Object value, String name) throws IOException {
    if (!type.isInstance(value)) {
      throw new IOException(path + name + (value == null ? " is missing" : " has another type"));
    }
    return type.cast(value);
  }
}
