package io.evs.doctor;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.node.address.RingPolicies;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that the members of a ring should have alike. */
final class SharedSettings {
  private static final Set<TotemOption> OPTIONS =
      Set.of(
          TotemOption.TOKEN,
          TotemOption.TOKEN_RETRANSMIT,
          TotemOption.HOLD,
          TotemOption.MERGE,
          TotemOption.JOIN,
          TotemOption.SEND_JOIN,
          TotemOption.CONSENSUS,
          TotemOption.MISS_COUNT_CONST,
          TotemOption.FAIL_RECV_CONST,
          TotemOption.SEQNO_UNCHANGED_CONST,
          TotemOption.ACCELERATED_WINDOW);

  private static final int LINES_MAX = 64;
  private static final Pattern KEY = Pattern.compile("[a-z0-9_.]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_. -]{1,64}");

  private SharedSettings() {}

  /** Those of a member, as people write them, by their keys. */
  static Map<String, String> of(EvsConfig config, boolean multicast) {
    Map<String, String> settings = new TreeMap<>();
    RingPolicies.inForce(config)
        .forEach(
            (option, value) -> {
              if (OPTIONS.contains(option)) {
                settings.put("totem." + option.key(), option.text(value));
              }
            });
    settings.put("transport", multicast ? "multicast" : "unicast");
    return settings;
  }

  /** The keys that both tell and that differ. */
  static Set<String> differing(Map<String, String> here, Map<String, String> there) {
    Set<String> keys = new TreeSet<>(here.keySet());
    keys.retainAll(there.keySet());
    keys.removeIf(key -> here.get(key).equals(there.get(key)));
    return keys;
  }

  /** As they travel. */
  static String write(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** Those that another member tells; what could be taken for something else is left out. */
  static Map<String, String> parse(String text) {
    Map<String, String> settings = new TreeMap<>();
    for (String line : text.split("\n", LINES_MAX + 1)) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? "" : line.substring(0, equals);
      String value = line.substring(equals + 1);
      if (settings.size() < LINES_MAX && KEY.matcher(key).matches() && isPlain(value)) {
        settings.put(key, value);
      }
    }
    return settings;
  }

  private static boolean isPlain(String value) {
    return VALUE.matcher(value).matches();
  }
}
