package io.evs.cli.config.show;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.TotemOption;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Setting;
import io.evs.cli.config.Settings;
import io.evs.cli.config.TotemSettings;
import io.evs.cli.config.ValueType;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.lock.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evs config explain}. */
@Command(
    name = "explain",
    header = "Print from what each value of the ring in force is derived, with the arithmetic.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs config explain",
      "  evs config explain --config /etc/evs/evs.yaml",
      "  EVS_TOTEM_TOKEN=300ms evs config explain --json",
      ""
    },
    description = {
      "Ends with the longest time until a member that has died is noticed and the others go on"
          + " without it. Asks the system for a receive buffer, but no node that runs."
    })
final class ConfigExplainCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common;

  ConfigExplainCommand(CommandContext context) {
    this.context = context;
  }

  /** A value in force, and how it came about. */
  record Explained(TotemOption option, String value, String origin, String arithmetic) {
    private String line() {
      String derived =
          !origin.isEmpty()
              ? "set in " + origin
              : arithmetic.isEmpty() ? "fixed by the profile" : "= " + arithmetic;
      return String.format("%-28s %-12s %s", TotemSettings.key(option), value, derived);
    }
  }

  @Override
  public Integer call() {
    Settings settings = common.settings(context, Map.of());
    MemberConfigs.remarks(settings, context.terminal().environment())
        .forEach(text -> common.remark(context, "evs: " + text));
    Map<TotemOption, Long> known = values(settings, TotemSettings.grantedBuffer(settings));
    List<Explained> all = explained(settings, known);
    if (common.json()) {
      Json.println(
          context.terminal().out(),
          Json.document("config explain", json -> document(json, settings, all, known)));
    } else {
      lines(settings, all, known).forEach(line -> Text.println(context.terminal().out(), line));
    }
    return ExitCode.OK;
  }

  /** Every value, those among them that only the system decides. */
  private static Map<TotemOption, Long> values(Settings settings, long receiveBufferBytes) {
    Map<TotemOption, Long> known = new EnumMap<>(TotemSettings.inForce(settings));
    for (TotemOption option : TotemOption.values()) {
      if (!known.containsKey(option)) {
        known.put(
            option, Derivation.of(option, profile(settings), known, receiveBufferBytes).value());
      }
    }
    known.put(TotemOption.RECEIVE_BUFFER, receiveBufferBytes);
    return known;
  }

  private static String profile(Settings settings) {
    return settings.text("ring.profile").orElseThrow();
  }

  private static List<Explained> explained(Settings settings, Map<TotemOption, Long> known) {
    List<Explained> all = new ArrayList<>();
    for (TotemOption option : TotemOption.values()) {
      Setting setting = settings.setting(TotemSettings.key(option)).orElseThrow();
      boolean isSet = !setting.value().equals(ValueType.AUTO);
      Derivation derivation =
          Derivation.of(option, profile(settings), known, known.get(TotemOption.RECEIVE_BUFFER));
      all.add(
          new Explained(
              option,
              option.text(known.get(option)),
              isSet ? setting.origin() : "",
              arithmetic(option, isSet, derivation)));
    }
    return all;
  }

  private static String arithmetic(TotemOption option, boolean isSet, Derivation derivation) {
    if (option == TotemOption.RECEIVE_BUFFER) {
      return "granted by the system, overhead included; asked for: "
          + (isSet ? "what is set" : option.text(derivation.value()));
    }
    return isSet ? "" : derivation.arithmetic();
  }

  private static List<String> lines(
      Settings settings, List<Explained> all, Map<TotemOption, Long> known) {
    List<String> lines = new ArrayList<>();
    lines.add("profile " + profile(settings) + " of ring.profile");
    all.forEach(each -> lines.add(each.line()));
    lines.add("");
    lines.add(
        "A member that dies is noticed after "
            + text(known.get(TotemOption.TOKEN))
            + " (token), and the others go on without it after "
            + text(reform(known))
            + " at most");
    lines.add(
        "  = token "
            + text(known.get(TotemOption.TOKEN))
            + " + consensus "
            + text(known.get(TotemOption.CONSENSUS))
            + ", and a few rotations of the token; if another one dies meanwhile, once more.");
    lines.add(
        "A member that leaves is missed at once; another part of the ring is found within "
            + text(known.get(TotemOption.MERGE))
            + " (merge).");
    lines.add(locks(known));
    return lines;
  }

  private static String locks(Map<TotemOption, Long> known) {
    return "A lock's holder that is cut off is told after "
        + text(lease(known).toNanos())
        + " at most (3 x (token + consensus), 500ms at least), and the next one holds it after "
        + text(bound(known).toMillis() * 1_000_000)
        + " at most (9/8 of that + token + consensus, 1s at least).";
  }

  private static Duration lease(Map<TotemOption, Long> known) {
    return Lease.of(token(known), consensus(known));
  }

  private static Duration bound(Map<TotemOption, Long> known) {
    return Lease.bound(token(known), consensus(known));
  }

  private static Duration token(Map<TotemOption, Long> known) {
    return Duration.ofNanos(known.get(TotemOption.TOKEN));
  }

  private static Duration consensus(Map<TotemOption, Long> known) {
    return Duration.ofNanos(known.get(TotemOption.CONSENSUS));
  }

  private static long reform(Map<TotemOption, Long> known) {
    return known.get(TotemOption.TOKEN) + known.get(TotemOption.CONSENSUS);
  }

  private static String text(long nanos) {
    return TotemOption.TOKEN.text(nanos);
  }

  private static void document(
      JsonGenerator json, Settings settings, List<Explained> all, Map<TotemOption, Long> known)
      throws IOException {
    json.writeStringField("profile", profile(settings));
    json.writeArrayFieldStart("values");
    for (Explained each : all) {
      json.writeStartObject();
      json.writeStringField("key", TotemSettings.key(each.option()));
      json.writeStringField("value", each.value());
      json.writeStringField("origin", each.origin().isEmpty() ? "derived" : each.origin());
      json.writeStringField("arithmetic", each.arithmetic());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("detect_ms", known.get(TotemOption.TOKEN) / 1e6);
    json.writeNumberField("reform_ms", reform(known) / 1e6);
    json.writeNumberField("merge_ms", known.get(TotemOption.MERGE) / 1e6);
    json.writeNumberField("lock_lease_ms", lease(known).toNanos() / 1e6);
    json.writeNumberField("lock_bound_ms", bound(known).toNanos() / 1e6);
  }
}
