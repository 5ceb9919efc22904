package io.evs.node;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.SecuritySuite;
import io.evs.flight.Refusal;
import io.evs.node.address.RingPolicies;
import io.evs.node.process.RateLog;
import io.evs.node.record.NodeRecorder;
import io.evs.security.AeadEnvelope;
import io.evs.security.Envelope;
import io.evs.security.SoberEnvelope;
import io.evs.security.Surroundings;
import io.evs.security.key.KeyFiles;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import io.evs.transport.address.OwnAddresses;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a member, from its configuration and its key ring, and the envelope they make. After
 * the start, keys change on the loop thread only; the rest may be asked by any thread.
 */
final class Security {
  private static final Logger LOG = LoggerFactory.getLogger(Security.class);

  /** Keys that a member opens packets with, at a time. */
  static final int KEYS_MAX = 64;

  private final RateLog strangers = new RateLog(LOG);
  private final EvsConfig config;
  private final SecuritySuite suite;
  private final Optional<KeyFolder> folder;
  private final Optional<KeyRing> keys;
  private volatile Optional<RingKey> active;
  private volatile List<NodeStatus.Key> known = List.of();
  private volatile long generation;
  private volatile String lacking = "";
  private volatile BiConsumer<InetSocketAddress, String> onStranger = (from, does) -> {};

  /**
   * Reads the keys.
   *
   * @throws EvsException SECURITY, with one sentence
   */
  Security(EvsConfig config) {
    this.config = config;
    suite = config.securityInUse();
    if (!suite.needsKey()) {
      folder = Optional.empty();
      keys = Optional.empty();
      active = Optional.empty();
      return;
    }
    folder = config.keyring().map(KeyFolder::new);
    folder.ifPresent(KeyFolder::check);
    if (suite == SecuritySuite.SOBER128_HMAC_SHA1) {
      LOG.warn(
          "security suite {} is weak: packets can be replayed, and its ciphers are no longer trusted;"
              + " use it only to talk to corosync 1.x",
          suite);
    }
    KeyRing ring = folder.flatMap(Security::stored).orElseGet(() -> new KeyRing(given(config)));
    keys = Optional.of(ring);
    active = Optional.of(ring.active());
    note(ring.active());
    folder.ifPresent(this::installStored);
  }

  /** One that cannot be read and is not in use does not keep a node from starting. */
  private void installStored(KeyFolder from) {
    generation = from.state().generation();
    List<Integer> ids = new ArrayList<>(from.ids());
    ids.removeAll(installed());
    for (int id : ids) {
      try {
        if (known.size() >= KEYS_MAX) {
          tooMany();
        }
        install(from.read(id));
      } catch (EvsException unreadable) {
        LOG.warn("key {} is not installed: {}", RingKey.name(id), unreadable.getMessage());
      }
    }
  }

  /** Says that a key ring holds more than a member takes. */
  static void tooMany() {
    throw new EvsException(
        EvsException.Code.SECURITY,
        KEYS_MAX
            + " keys are installed, and no more are taken: retire some with `evs key retire ID`");
  }

  private static RingKey given(EvsConfig config) {
    return config
        .key()
        .map(RingKey::new)
        .orElseGet(() -> KeyFiles.read(config.keyFile().orElseThrow()));
  }

  /** The active key of a key ring in which one was put in use; the key file no longer counts. */
  private static Optional<KeyRing> stored(KeyFolder folder) {
    KeyFolder.State state = folder.state();
    if (state.generation() == 0) {
      return Optional.empty();
    }
    if (!folder.ids().contains(state.active())) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "key "
              + RingKey.name(state.active())
              + " is in use but missing in "
              + folder.path()
              + ": run `evs key install FILE` with it");
    }
    return Optional.of(new KeyRing(folder.read(state.active())));
  }

  SecuritySuite suite() {
    return suite;
  }

  /** First digits of the active key's SHA-256; empty without a key. */
  String fingerprint() {
    return active.map(RingKey::fingerprint).orElse("");
  }

  /** Id of the active key, 8 hexadecimal digits; empty without a key. */
  String keyId() {
    return active.map(RingKey::name).orElse("");
  }

  /** The folder of installed keys, if keys can be rotated. */
  Optional<KeyFolder> folder() {
    return folder;
  }

  /** The key that is in use; there must be one. */
  RingKey active() {
    return active.orElseThrow();
  }

  /** The keys that are installed; loop thread. */
  List<Integer> installed() {
    return keys.map(KeyRing::ids).orElse(List.of());
  }

  /** Opens packets with this key, too; loop thread. */
  void install(RingKey key) {
    keys.orElseThrow().install(key);
    note(key);
  }

  private void note(RingKey key) {
    List<NodeStatus.Key> all = new ArrayList<>(known);
    all.removeIf(each -> each.id().equals(key.name()));
    all.add(new NodeStatus.Key(key.name(), key.fingerprint()));
    known = List.copyOf(all);
  }

  /** The key of that generation is in use; 0 if it is the one of the configuration. */
  void generation(long current) {
    generation = current;
  }

  /** Id of the key that the ring uses and that is not installed here; empty if there is none. */
  void lacking(String keyId) {
    lacking = keyId;
  }

  /** Tells of who sends what cannot be accepted, and what he does; on the loop thread. */
  void onStranger(BiConsumer<InetSocketAddress, String> listener) {
    onStranger = listener;
  }

  /** What a status says of all this; any thread. */
  NodeStatus.Security status() {
    return new NodeStatus.Security(suite, keyId(), fingerprint(), known, generation, lacking);
  }

  /** Seals with an installed key from now on; false if it is not installed; loop thread. */
  boolean use(int keyId) {
    KeyRing ring = keys.orElseThrow();
    boolean known = ring.use(keyId);
    active = Optional.of(ring.active());
    return known;
  }

  /** Forgets a key that is not the active one; loop thread. */
  boolean retire(int keyId) {
    String name = RingKey.name(keyId);
    boolean gone = keys.orElseThrow().retire(keyId);
    if (gone) {
      known = known.stream().filter(each -> !each.id().equals(name)).toList();
    }
    return gone;
  }

  /**
   * The envelope of this start of a node; empty if packets travel as they are.
   *
   * @param bound where the node sends from
   * @param recorder told of what the envelope refuses
   */
  Optional<Envelope> envelope(NodeId id, InetSocketAddress bound, NodeRecorder recorder) {
    return keys.map(ring -> envelope(ring, id, new Around(bound, recorder)));
  }

  private Envelope envelope(KeyRing ring, NodeId id, Around around) {
    if (suite == SecuritySuite.SOBER128_HMAC_SHA1) {
      return new SoberEnvelope(ring.active(), around);
    }
    AeadEnvelope.Start start =
        new AeadEnvelope.Start(
            suite, config.ringName(), id.value(), RingPolicies.tokenNanos(config));
    return new AeadEnvelope(start, ring, around);
  }

  private final class Around implements Surroundings {
    private final SecureRandom random = new SecureRandom();
    private final OwnAddresses own;
    private final NodeRecorder recorder;

    Around(InetSocketAddress bound, NodeRecorder flightRecorder) {
      recorder = flightRecorder;
      own = new OwnAddresses(bound);
    }

    @Override
    public void random(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public boolean isOwn(InetSocketAddress address) {
      return own.has(address, System.nanoTime());
    }

    @Override
    public void refused(Refusal reason, int nodeId, InetSocketAddress from) {
      recorder.refused(System.nanoTime(), reason, nodeId, from);
    }

    @Override
    public void stranger(InetSocketAddress from, String does) {
      onStranger.accept(from, does);
      String where = from.getAddress().getHostAddress() + ":" + from.getPort();
      String here = "; the key here is " + keyId() + ", fingerprint " + fingerprint();
      strangers.warn(
          System.nanoTime(),
          where + " " + does + here + ", the ring is \"" + config.ringName() + "\"");
    }
  }
}
