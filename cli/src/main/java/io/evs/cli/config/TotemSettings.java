package io.evs.cli.config;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.node.address.RingPolicies;
import io.evs.text.Causes;
import io.evs.transport.Transport;
import io.evs.transport.Transports;
import io.evs.transport.address.UdpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
  public static Map<TotemOption, Long> inForce(Settings settings) {
    EvsConfig.Builder builder = EvsConfig.builder();
    apply(settings, builder);
    return RingPolicies.inForce(builder.build());
  }

  /** What {@code auto} comes to, for people, by the name of the key. */
  public static Map<String, String> derived(Settings settings) {
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

  /**
   * What the system grants a member of these settings for its receive buffer, in the bytes that it
   * accounts.
   *
   * @throws CliException with exit 3 if no socket can be made
   */
  public static long grantedBuffer(Settings settings) {
    EvsConfig.Builder builder = EvsConfig.builder();
    apply(settings, builder);
    UdpSettings any =
        new UdpSettings(
            InetAddress.getLoopbackAddress(),
            List.of(0),
            Optional.empty(),
            RingPolicies.receiveBufferBytes(builder.build()));
    try (Transport socket = Transports.bind(any)) {
      return socket.receiveBufferBytes();
    } catch (IOException error) {
      throw new CliException(ExitCode.UNREACHABLE, Causes.of(error), "", error);
    }
  }

  /** The key of an option, such as {@code totem.token}. */
  public static String key(TotemOption option) {
    return "totem." + option.key();
  }
}
