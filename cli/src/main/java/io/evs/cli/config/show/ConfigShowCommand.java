package io.evs.cli.config.show;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.TotemOption;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Units;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Key;
import io.evs.cli.config.Keys;
import io.evs.cli.config.Setting;
import io.evs.cli.config.Settings;
import io.evs.cli.config.TotemSettings;
import io.evs.cli.config.ValueType;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.text.PlainText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs config show}: prints a configuration file that would give the effective values. */
@Command(
    name = "show",
    header = "Print the effective configuration.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs config show",
      "  evs config show --origin --config /etc/evs/evs.yaml",
      "  EVS_TOTEM_TOKEN=2s evs config show --json --origin",
      ""
    })
final class ConfigShowCommand implements Callable<Integer> {
  private static final int COMMENT_COLUMN = 40;

  /** Words that YAML takes as text without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:yes|no|on|off|true|false|null|y|n)$)[A-Za-z/][A-Za-z0-9_./-]*");

  private final CommandContext context;

  @Mixin private CommonOptions common;

  @Option(names = "--origin", description = "Say where each value came from.")
  private boolean origin;

  ConfigShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Settings settings = common.settings(context, Map.of());
    MemberConfigs.remarks(settings, context.terminal().environment())
        .forEach(text -> common.remark(context, "evs: " + text));
    if (common.json()) {
      Json.println(
          context.terminal().out(), Json.document("config show", json -> document(json, settings)));
    } else {
      lines(settings).forEach(line -> Text.println(context.terminal().out(), line));
    }
    return ExitCode.OK;
  }

  private void document(JsonGenerator json, Settings settings) throws IOException {
    json.writeObjectFieldStart("values");
    for (Key key : Keys.all()) {
      Optional<Setting> setting = settings.setting(key.name());
      json.writeFieldName(key.name());
      value(json, setting.map(each -> inForce(settings, each)).orElse(suite(settings, key)));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("in_force");
    for (Map.Entry<TotemOption, Long> each : TotemSettings.inForce(settings).entrySet()) {
      json.writeStringField(TotemSettings.key(each.getKey()), each.getKey().text(each.getValue()));
    }
    json.writeEndObject();
    if (origin) {
      json.writeObjectFieldStart("origins");
      for (Key key : Keys.all()) {
        json.writeStringField(key.name(), origin(settings, key));
      }
      json.writeEndObject();
    }
  }

  /** A path means the same from every folder, and a size has a unit. */
  private static Object inForce(Settings settings, Setting setting) {
    if (setting.key().type() instanceof ValueType.Size && setting.value() instanceof Long bytes) {
      return bytes + "B";
    }
    return setting.key().type() == Keys.PATH
        ? settings.path(setting.key().name()).orElseThrow().toAbsolutePath().normalize().toString()
        : setting.value();
  }

  /** What seals packets where no suite is given; null for all other keys. */
  private static String suite(Settings settings, Key key) {
    if (!key.name().equals("security.suite")) {
      return null;
    }
    return settings.isGiven("security.keyfile") ? "aes-256-gcm" : "none";
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(value instanceof Duration time ? Units.show(time) : value.toString());
    }
  }

  private List<String> lines(Settings settings) {
    Map<String, String> derived = TotemSettings.derived(settings);
    List<String> lines = new ArrayList<>();
    String section = "";
    for (Key key : Keys.all()) {
      if (!key.section().equals(section) && !key.section().isEmpty()) {
        lines.add(key.section() + ":");
      }
      section = key.section();
      lines.add(line(settings, key, Optional.ofNullable(derived.get(key.name()))));
    }
    return lines;
  }

  /** A value that is not set stands as a comment, so that the output is a valid file. */
  private String line(Settings settings, Key key, Optional<String> derived) {
    Optional<Setting> setting = settings.setting(key.name());
    String indent = key.section().isEmpty() ? "" : "  ";
    String text =
        setting
            .map(given -> indent + key.shortName() + ": " + yaml(inForce(settings, given)))
            .orElse(indent + "# " + key.shortName() + ":");
    boolean idle = isIdle(settings, key);
    if (idle) {
      text = indent + "# " + text.substring(indent.length());
    }
    boolean explain = origin || setting.isEmpty() || derived.isPresent();
    String comment = suite(settings, key);
    if (comment == null) {
      comment = origin(settings, key);
    }
    if (derived.isPresent()) {
      comment = derived.get() + (origin ? ", " + comment : "");
    }
    return explain ? pad(text) + (setting.isEmpty() || idle ? comment : "# " + comment) : text;
  }

  /** A preset of a quorum that is not configured would ask for one, if it stood in a file. */
  private static boolean isIdle(Settings settings, Key key) {
    return key.section().equals("quorum")
        && settings.setting("quorum.expected_votes").isEmpty()
        && settings.setting(key.name()).isPresent()
        && !settings.isGiven(key.name());
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(1, COMMENT_COLUMN - text.length()));
  }

  private static String origin(Settings settings, Key key) {
    String absent = key.note().isEmpty() ? "not set" : key.note();
    return settings.setting(key.name()).map(Setting::origin).orElse(absent);
  }

  private static String yaml(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigShowCommand::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Duration time) {
      return Units.show(time);
    }
    if (value instanceof String text && !PLAIN.matcher(text).matches()) {
      return quoted(text);
    }
    return String.valueOf(value);
  }

  /** In double quotes, where YAML has escapes for what a terminal would act on. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (PlainText.isPlain(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return quoted.append('"').toString();
  }
}
