package io.evs.cli.config;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.node.Policies;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The values of the ring: what settings say of them, and what {@code auto} comes to. */
public final class TotemSettings {
  private TotemSettings() {}

  /** Gives a member the profile and the values that are set. */
  public static void apply(Settings settings, EvsConfig.Builder builder) {
    String profile = settings.text("ring.profile").orElseThrow();
    builder.profile(EvsConfig.Profile.valueOf(profile.toUpperCase(Locale.ROOT)));
    for (TotemOption option : TotemOption.values()) {
      settings.duration(key(option)).ifPresent(value -> builder.totem(option, value));
      settings.number(key(option)).ifPresent(value -> builder.totem(option, value));
    }
  }

  /** The values that follow from the settings. */
  static Map<TotemOption, Long> inForce(Settings settings) {
    EvsConfig.Builder builder = EvsConfig.builder();
    apply(settings, builder);
    return Policies.inForce(builder.build());
  }

  /** What {@code auto} comes to, for people, by the name of the key. */
  static Map<String, String> derived(Settings settings) {
    Map<TotemOption, Long> known = inForce(settings);
    Map<String, String> derived = new HashMap<>();
    for (TotemOption option : TotemOption.values()) {
      String key = key(option);
      if (settings.setting(key).filter(each -> each.value().equals(ValueType.AUTO)).isPresent()) {
        derived.put(
            key,
            known.containsKey(option)
                ? option.text(known.get(option))
                : Keys.find(key).orElseThrow().note());
      }
    }
    return derived;
  }

  static String key(TotemOption option) {
    return "totem." + option.key();
  }
}
