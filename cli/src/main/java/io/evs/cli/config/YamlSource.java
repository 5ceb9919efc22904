package io.evs.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.evs.cli.base.CliException;
import io.evs.cli.base.DidYouMean;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one configuration file token by token, so that every error names its line. Nothing is
 * guessed: what is not a known key with an allowed value ends the command.
 */
final class YamlSource {
  private static final Pattern UNQUOTED_ADDRESS =
      Pattern.compile("(?:^|[\\s\\[{,])(?:[0-9a-fA-F]{0,4}:){2}[0-9a-fA-F:]*");

  private final String file;
  private final YAMLParser parser;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private YamlSource(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The settings in a file.
   *
   * @param file its name in messages and origins
   * @throws CliException with exit 2 at the first thing that is wrong
   */
  static Map<String, Setting> read(String file, String content) {
    try (YAMLParser whole = new YAMLFactory().createParser(content);
        YAMLParser parser = new YAMLFactory().createParser(content)) {
      // A brace that is not closed makes other values of what follows: that is not their fault.
      while (whole.nextToken() != null) {
        continue;
      }
      YamlSource source = new YamlSource(file, parser);
      source.document();
      return source.settings;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      int line = where == null ? 1 : Math.max(1, where.getLineNr());
      throw CliException.usage(
          file + ":" + line + ": not valid YAML: " + firstLine(e) + hint(content, line));
    } catch (IOException e) {
      throw CliException.usage(file + ": cannot be read: " + Causes.of(e));
    }
  }

  /** YAML ends a key at a colon before a blank or a brace, as an IPv6 address may have it. */
  private static String hint(String content, int line) {
    boolean address =
        content
            .lines()
            .skip(Math.max(0, line - 2))
            .limit(2)
            .anyMatch(each -> UNQUOTED_ADDRESS.matcher(each).find());
    return address ? "; put an address with colons in quotes, as in \"::1\"" : "";
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("syntax error").strip();
  }

  private void document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw wrong("the file must hold keys with values, such as \"transport: unicast\"");
    }
    object("");
    if (parser.nextToken() != null) {
      throw wrong("only one YAML document is allowed");
    }
  }

  private void object(String section) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int line = line();
      JsonToken token = parser.nextToken();
      if (section.isEmpty() && Keys.isSection(name)) {
        section(name, token);
      } else {
        value(key(section, name, line), token);
      }
    }
  }

  private void section(String name, JsonToken token) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      object(name);
    } else if (token != JsonToken.VALUE_NULL) {
      String allowed = String.join(", ", Keys.namesIn(name));
      throw wrong(name + ": " + shown(token) + " is not allowed; it must hold keys: " + allowed);
    }
  }

  private Key key(String section, String name, int line) {
    String full = full(section, name);
    return Keys.find(full).orElseThrow(() -> unknown(section, name, full, line));
  }

  private static String full(String section, String name) {
    return section.isEmpty() ? name : section + "." + name;
  }

  private CliException unknown(String section, String name, String full, int line) {
    String known = String.join(", ", Keys.namesIn(section));
    String hint =
        Keys.elsewhere(name)
            .or(() -> DidYouMean.to(name, Keys.namesIn(section)).map(near -> full(section, near)))
            .map(meant -> "; did you mean " + meant + "? Allowed here: ")
            .orElse("; allowed here: ");
    return new CliException(
        ExitCode.USAGE, file + ":" + line + ": unknown key " + full + hint + known, "");
  }

  private void value(Key key, JsonToken token) throws IOException {
    if (settings.containsKey(key.name())) {
      throw wrong(key.name() + " is given twice");
    }
    String origin = file + ":" + line();
    Object value =
        key.type() instanceof ValueType.Many many ? list(key, many, token) : scalar(key, token);
    settings.put(key.name(), new Setting(key, value, origin));
  }

  private Object list(Key key, ValueType.Many many, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw notAllowed(key, many, token);
    }
    List<Object> values = new ArrayList<>();
    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; ) {
      values.add(scalar(key, many.element(), next));
      next = parser.nextToken();
    }
    return List.copyOf(values);
  }

  private Object scalar(Key key, JsonToken token) throws IOException {
    return scalar(key, key.type(), token);
  }

  private Object scalar(Key key, ValueType type, JsonToken token) throws IOException {
    if (!token.isScalarValue()
        || parser.isCurrentAlias()
        || !type.accepts(kind(token), parser.getText())) {
      throw notAllowed(key, type, token);
    }
    try {
      return type.parse(parser.getText());
    } catch (IllegalArgumentException e) {
      throw notAllowed(key, type, token);
    }
  }

  private static ValueType.Kind kind(JsonToken token) {
    return switch (token) {
      case VALUE_NUMBER_INT -> ValueType.Kind.INTEGER;
      case VALUE_NUMBER_FLOAT -> ValueType.Kind.DECIMAL;
      case VALUE_TRUE, VALUE_FALSE -> ValueType.Kind.BOOLEAN;
      case VALUE_NULL -> ValueType.Kind.NOTHING;
      default -> ValueType.Kind.TEXT;
    };
  }

  private CliException notAllowed(Key key, ValueType type, JsonToken token) throws IOException {
    String what = key.name() + ": " + shown(token) + " is not allowed; ";
    if (type instanceof ValueType.Text && token.isScalarValue() && looksLikeAnother(token)) {
      return wrong(what + "it is text here, so put it in quotes: \"" + parser.getText() + "\"");
    }
    String text = token.isScalarValue() ? parser.getText() : "";
    return wrong(what + "it must be " + type.allowedInsteadOf(text));
  }

  /** Whether YAML takes a text without quotes for a number or a truth value. */
  private static boolean looksLikeAnother(JsonToken token) {
    return kind(token) == ValueType.Kind.INTEGER
        || kind(token) == ValueType.Kind.DECIMAL
        || kind(token) == ValueType.Kind.BOOLEAN;
  }

  private String shown(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> "a group of keys";
      case START_ARRAY -> "a list";
      case VALUE_NULL -> "no value";
      case VALUE_STRING -> "\"" + parser.getText() + "\"";
      default -> parser.getText();
    };
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private CliException wrong(String message) {
    return CliException.usage(file + ":" + line() + ": " + message);
  }
}
