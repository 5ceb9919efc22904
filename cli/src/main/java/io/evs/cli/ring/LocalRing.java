package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.SecuritySuite;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.TemporaryFolder;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A ring of several members in this process, on loopback sockets. Its name, multicast group and
 * port are random and its state is thrown away, so that two of them on one machine never meet.
 */
public final class LocalRing implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 256;
  private static final int PORT_FLOOR = 20_000;
  private static final int PORT_COUNT = 10_000;
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);

  private final RingStarter starter;
  private final List<EvsConfig> configs = new ArrayList<>();
  private final List<EvsMember> members = new ArrayList<>();
  private final TemporaryFolder state;

  private LocalRing(RingStarter starter, TemporaryFolder state) {
    this.starter = starter;
    this.state = state;
  }

  /**
   * Starts the members and waits until they form one ring.
   *
   * @throws CliException with exit 3 if they do not
   */
  public static LocalRing start(
      RingStarter starter, int count, Settings settings, MemberOptions.Values options) {
    return start(starter, count, settings, options, /* keyRings= */ false);
  }

  private static LocalRing start(
      RingStarter starter,
      int count,
      Settings settings,
      MemberOptions.Values options,
      boolean keyRings) {
    LocalRing ring = new LocalRing(starter, new TemporaryFolder("evs-local-"));
    try (HeldPorts ports = new HeldPorts(count)) {
      EvsConfig shared = shared(settings, options);
      if (keyRings) {
        shared = withKey(shared);
      }
      for (int i = 0; i < count; i++) {
        ring.configs.add(ring.member(shared, ports.numbers(), i));
        ports.release(i);
        ring.members.add(starter.start(ring.configs.get(i)));
      }
      ring.awaitFormed(count);
      return ring;
    } catch (RuntimeException | Error e) {
      ring.close();
      throw e;
    }
  }

  /**
   * As above, with a key, and a key ring of its own for each member.
   *
   * @throws CliException with exit 3 if they form no ring
   */
  public static LocalRing startWithKeyRings(
      RingStarter starter, int count, Settings settings, MemberOptions.Values options) {
    return start(starter, count, settings, options, /* keyRings= */ true);
  }

  /** What the members have in common. */
  private static EvsConfig shared(Settings settings, MemberOptions.Values options) {
    byte[] group = randomBytes(2);
    EvsConfig.Builder member = MemberConfigs.protocol(settings, options);
    // Nobody else needs the key of a ring that ends with this process.
    MemberConfigs.suite(settings)
        .filter(SecuritySuite::needsKey)
        .ifPresent(suite -> member.security(suite).key(randomBytes(KEY_BYTES)));
    return member
        .bind("127.0.0.1")
        .ringName("local-" + HexFormat.of().formatHex(randomBytes(8)))
        .multicastGroup("239.192." + (group[0] & 0xff) + "." + (1 + (group[1] & 0x7f)))
        .multicastPort(PORT_FLOOR + RANDOM.nextInt(PORT_COUNT))
        .multicastTtl(0)
        .transport(
            settings.text("transport").orElse("multicast").equals("multicast")
                ? EvsConfig.TransportKind.MULTICAST
                : EvsConfig.TransportKind.UNICAST)
        .build();
  }

  private EvsConfig member(EvsConfig shared, List<Integer> ports, int index) {
    long id = index + 1L;
    EvsConfig.Builder member =
        shared.toBuilder()
            .nodeId(id)
            .nodeName("n" + id)
            .port(ports.get(index))
            .stateDir(state.path().resolve("n" + id));
    if (shared.keyring().isPresent()) {
      member.keyring(keyRing(index));
    }
    boolean unicast = shared.transport().equals(Optional.of(EvsConfig.TransportKind.UNICAST));
    if (unicast) {
      member.peers(ports.stream().map(port -> new EvsConfig.Peer("127.0.0.1", port)).toList());
    }
    return member.build();
  }

  /** With some key, and a mark that key rings are wanted. */
  private static EvsConfig withKey(EvsConfig shared) {
    EvsConfig.Builder keyed = shared.toBuilder().keyring(Path.of("keys"));
    return (shared.key().isPresent() ? keyed : keyed.key(randomBytes(KEY_BYTES))).build();
  }

  /** The folder of installed keys of a member. */
  public Path keyRing(int index) {
    return state.path().resolve("keys" + (index + 1));
  }

  private void awaitFormed(int count) {
    long deadline = System.nanoTime() + FORM_TIMEOUT.toNanos();
    for (EvsMember member : members) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!Formation.hasMembers(member, count, left)) {
        throw new CliException(
            ExitCode.UNREACHABLE,
            "the " + count + " members formed no ring within " + FORM_TIMEOUT.toSeconds() + " s",
            "check that multicast works on loopback, or try --transport unicast");
      }
    }
  }

  /** The members, in order of their ids. */
  public List<EvsMember> members() {
    return List.copyOf(members);
  }

  /** Starts a member that crashed: the next incarnation, with what the last one stored. */
  public EvsMember restart(int index) {
    members.set(index, starter.start(configs.get(index)));
    return members.get(index);
  }

  /** Ends all members. */
  @Override
  public void close() {
    for (int i = members.size() - 1; i >= 0; i--) {
      members.get(i).close();
    }
    state.close();
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
