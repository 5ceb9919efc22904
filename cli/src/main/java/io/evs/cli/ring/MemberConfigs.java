package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.QuorumSettings;
import io.evs.SecuritySuite;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.config.Setting;
import io.evs.cli.config.Settings;
import io.evs.cli.config.TotemSettings;
import io.evs.cli.config.ValueType;
import io.evs.node.address.Contradictions;
import io.evs.node.address.RingPolicies;
import io.evs.quorum.ListedVotes;
import io.evs.transport.address.UdpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From the configuration of the commands to that of the library. */
public final class MemberConfigs {
  private static final String USER_RING_PREFIX = "user-";
  private static final int RING_NAME_MAX = 64;
  private static final int ANY_PACKET_BYTES = 1472;

  private MemberConfigs() {}

  /** A member as the configuration describes it. */
  public static EvsConfig configured(
      Settings settings, MemberOptions.Values options, Path stateHome) {
    List<EvsConfig.Peer> peers =
        settings.texts("peers").stream().map(EvsConfig.Peer::parse).toList();
    String bind = settings.text("node.bind").orElseThrow();
    EvsConfig.Builder member = protocol(settings, options).bind(bind).peers(peers);
    security(settings, member);
    settings.number("node.id").ifPresent(member::nodeId);
    settings.text("node.name").ifPresent(member::nodeName);
    settings.number("node.port").map(Long::intValue).ifPresent(member::port);
    member.stateDir(settings.path("node.state_dir").orElse(stateHome));
    settings.text("transport").map(MemberConfigs::transport).ifPresent(member::transport);
    if (settings.isGiven("multicast.group")) {
      member.multicastGroup(settings.text("multicast.group").orElseThrow());
    }
    member.multicastPort(settings.number("multicast.port").orElseThrow().intValue());
    member.multicastTtl(settings.number("multicast.ttl").orElseThrow().intValue());
    boolean userRing = peers.isEmpty() && isLoopback(bind);
    member.ringName(settings.text("ring.name").orElseGet(() -> userRing ? userRing() : "main"));
    member.blockUnlisted(settings.flag("ring.block_unlisted"));
    quorum(settings).ifPresent(member::quorum);
    // A command that finds nobody must not talk to itself; `evs node` waits for the others.
    member.lateNames(false);
    return member.build();
  }

  /**
   * What a node of these settings is started with. Values that do not go together are refused here,
   * for `evs node` and for whoever only looks at its configuration.
   *
   * @throws io.evs.EvsException INVALID_PARAM or SECURITY, with one sentence
   */
  public static EvsConfig checked(
      Settings settings, MemberOptions.Values options, Map<String, String> environment) {
    EvsConfig config =
        configured(settings, options, stateHome(environment)).toBuilder()
            .lateNames(true)
            .traceMayBeCut(true)
            .build();
    Contradictions.refuse(config);
    IpcConfigs.server(settings, environment);
    return config;
  }

  /** As above, of a node without options; what is not wrong but odd is told. */
  public static List<String> remarks(Settings settings, Map<String, String> environment) {
    MemberOptions.Values none = new MemberOptions.Values(false, Optional.empty());
    return ListedVotes.warning(checked(settings, none, environment)).stream()
        .map(odd -> odd + "; " + ListedVotes.HINT)
        .toList();
  }

  /** How primary configurations are found; empty where that is not configured. */
  static Optional<QuorumSettings> quorum(Settings settings) {
    Optional<Long> expected = settings.number("quorum.expected_votes");
    boolean others =
        settings.isGiven("quorum.votes")
            || settings.isGiven("quorum.policy")
            || settings.isGiven("quorum.wait_for_all")
            || settings
                .setting("health.require")
                .map(Setting::value)
                .filter(ValueType.Members.QUORUM::equals)
                .isPresent();
    if (expected.isEmpty() && others) {
      throw CliException.usage(
          "quorum.expected_votes is not set, and other keys need it: set it to the votes of all"
              + " nodes together");
    }
    return expected.map(
        votes ->
            new QuorumSettings(
                votes.intValue(),
                settings.number("quorum.votes").orElseThrow().intValue(),
                QuorumSettings.Policy.parse(settings.text("quorum.policy").orElseThrow()),
                settings.flag("quorum.wait_for_all")));
  }

  /** Only what does not say where the member is: profile, protocol values, options. */
  static EvsConfig.Builder protocol(Settings settings, MemberOptions.Values options) {
    EvsConfig.Builder builder = EvsConfig.builder();
    TotemSettings.apply(settings, builder);
    builder.insecure(options.insecure());
    options.trace().ifPresent(builder::traceDir);
    return builder;
  }

  /** The token time-out that a ring of these settings has. */
  public static Duration tokenTimeout(Settings settings, MemberOptions.Values options) {
    EvsConfig config = protocol(settings, options).build();
    return Duration.ofNanos(
        RingPolicies.derive(config, UdpSettings.DEFAULT_BUFFER_BYTES, ANY_PACKET_BYTES)
            .tokenNanos());
  }

  private static void security(Settings settings, EvsConfig.Builder member) {
    Optional<Path> keyFile = settings.path("security.keyfile");
    keyFile.ifPresent(member::keyFile);
    settings.path("security.keyring").ifPresent(member::keyring);
    suite(settings).ifPresent(member::security);
    if (suite(settings).map(SecuritySuite::needsKey).orElse(false) && keyFile.isEmpty()) {
      throw new CliException(
          ExitCode.DENIED,
          "security suite " + suite(settings).get() + " needs a key, and none is configured",
          "run `evs keygen authkey` and set security.keyfile to the file");
    }
  }

  /** The suite that was asked for. */
  static Optional<SecuritySuite> suite(Settings settings) {
    return settings.text("security.suite").map(SecuritySuite::parse);
  }

  private static EvsConfig.TransportKind transport(String name) {
    return EvsConfig.TransportKind.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** People who share a machine do not share a ring unless they say so. */
  private static String userRing() {
    String name = USER_RING_PREFIX + System.getProperty("user.name", "unknown");
    return name.length() > RING_NAME_MAX ? name.substring(0, RING_NAME_MAX) : name;
  }

  static boolean isLoopback(String bind) {
    boolean literal = bind.contains(":") || bind.matches("[0-9.]+") || bind.equals("localhost");
    try {
      return bind.equals("lo") || (literal && InetAddress.getByName(bind).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Where members of this user keep their state: $XDG_STATE_HOME/evs. */
  public static Path stateHome(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!state.isEmpty()) {
      return Path.of(state, "evs");
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return Path.of(home, ".local", "state", "evs");
  }
}
