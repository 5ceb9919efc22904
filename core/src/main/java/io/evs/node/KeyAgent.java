package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.node.flow.Pace;
import io.evs.node.process.RateLog;
import io.evs.node.query.KeyMessage;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's part in the rotation of keys (docs/security.md, "Changing the key while the ring
 * runs"). It installs what is put into the key ring's folder, puts keys in use and retires them
 * where the ordered stream says so, and tells the others what it has. After a partition or a
 * restart the key of the highest generation is the right one.
 *
 * <p>No message ends the member. A key that a member lacks is not put in use while that member is
 * in the ring; a member that lacks what others use all the same says so, goes on with the key it
 * has, and follows when the other one is installed.
 *
 * <p>Has a thread of its own: it reads and writes files.
 */
final class KeyAgent extends NodeAgent {
  private static final Logger LOG = LoggerFactory.getLogger(KeyAgent.class);

  /** How far a command may raise the generation; higher ones would be used up. */
  static final long GENERATION_STEP_MAX = 1000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final long LOOK_EVERY_NANOS = LOOK_EVERY.toNanos();
  private static final int TOLD_PER_SECOND = 10;

  /** Of more members seen, those seen first are forgotten; a ring has 384. */
  private static final int SEEN_MAX = 1024;

  /** The generation of a command that nobody has obeyed. */
  private static final long NOT_FOLLOWED = 0;

  /** A key that is to be used and is not installed here. */
  private record Wanted(long generation, int keyId) {}

  // Whoever may administer any member of the ring can repeat what causes these.
  private final RateLog warnings = new RateLog(LOG, line -> node().journal().record("key", line));
  private final Security security;
  private final KeyInstaller installer;
  private final Set<Long> seen = new LinkedHashSet<>();
  private final Pace pace = new Pace(TOLD_PER_SECOND, TOLD_PER_SECOND);
  private final Map<Long, KeyMessage.State> told = new HashMap<>();
  private Set<Long> present = Set.of();
  private Optional<Wanted> lacking = Optional.empty();
  private long generation;
  private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
  private boolean tell;

  private KeyAgent(EvsNode node, Security security, KeyFolder folder) {
    super(node, "keys", KeyMessage.GROUP);
    this.security = security;
    this.installer = new KeyInstaller(node, security, folder);
    KeyFolder.State state = folder.state();
    this.generation = state.generation();
    state.seen().forEach(this::see);
  }

  /** Starts the agent of a member that has a key ring. */
  static void start(EvsNode node, Security security, KeyFolder folder) {
    new KeyAgent(node, security, folder).start();
  }

  @Override
  protected void begun() {
    tell = true;
  }

  @Override
  protected void ended() {
    installer.close();
  }

  @Override
  protected Duration patience() {
    return tell ? LOOK_EVERY.dividedBy(10) : LOOK_EVERY;
  }

  @Override
  protected void work(Evs handle) {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_EVERY_NANOS) {
      lookedAt = now;
      look();
    }
    if (tell && pace.take(now)) {
      tell(handle);
    }
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      tell = true;
      present = change.members().stream().map(NodeId::asLong).collect(Collectors.toSet());
      // Everybody tells again, and so all members know the same of each other.
      told.clear();
    }
  }

  @Override
  public void onMessage(Delivery delivery) {
    KeyMessage.parse(delivery.payload())
        .filter(message -> message.isBelievedOf(delivery.sender()))
        .ifPresent(message -> take(delivery.sender().node(), message));
  }

  private void take(NodeId from, KeyMessage message) {
    if (message instanceof KeyMessage.State state) {
      told.put(from.asLong(), state);
      if (see(from.asLong())) {
        store();
      }
      if (isNewer(state.generation(), state.active())) {
        putInUse(state.generation(), state.active());
      }
      return;
    }
    tell = true;
    if (message instanceof KeyMessage.Use use) {
      obey(use);
    } else if (message instanceof KeyMessage.Retire retire) {
      retire(retire.keyId());
    }
  }

  /** Whether a member was not seen before. */
  private boolean see(long member) {
    boolean isNew = seen.add(member);
    Iterator<Long> first = seen.iterator();
    while (seen.size() > SEEN_MAX) {
      first.next();
      first.remove();
    }
    return isNew;
  }

  /** Two sides of a partition may each have chosen: the higher generation wins, then the id. */
  private boolean isNewer(long otherGeneration, int otherKey) {
    int active = security.active().id();
    return otherGeneration > generation
        || (otherGeneration == generation
            && otherGeneration > 0
            && Integer.compareUnsigned(otherKey, active) > 0);
  }

  /**
   * A command is obeyed if every member has told that it has the key: one that lacks it would not
   * hear the others any more. All agents judge by the same ordered messages; one that has not heard
   * them all follows what the others then tell.
   */
  private void obey(KeyMessage.Use use) {
    String key = RingKey.name(use.keyId());
    if (use.generation() - generation > GENERATION_STEP_MAX) {
      warn(
          "key "
              + key
              + " was to be put in use with generation "
              + use.generation()
              + ", which does not follow "
              + generation
              + ": not done");
    } else if (isNewer(use.generation(), use.keyId())) {
      List<Long> without = present.stream().filter(each -> !hasTold(each, use.keyId())).toList();
      if (without.isEmpty()) {
        putInUse(use.generation(), use.keyId());
        return;
      }
      warn("key " + key + " was to be put in use, and members " + without + " lack it: not done");
      if (!isInstalled(use.keyId())) {
        lack(Optional.of(new Wanted(NOT_FOLLOWED, use.keyId())));
      }
    }
  }

  private boolean hasTold(long member, int keyId) {
    KeyMessage.State state = told.get(member);
    return state != null && state.installed().contains(keyId);
  }

  private boolean isInstalled(int keyId) {
    return node().call(() -> security.installed().contains(keyId));
  }

  private void putInUse(long newGeneration, int keyId) {
    if (!isInstalled(keyId)) {
      lack(Optional.of(new Wanted(newGeneration, keyId)));
      return;
    }
    lack(Optional.empty());
    generation = newGeneration;
    // Whoever starts after this point must seal with it, whatever happens to this process.
    installer.keep(security.active());
    store(keyId);
    node().call(() -> security.use(keyId));
    security.generation(generation);
    tell = true;
    tellOfKey("key " + RingKey.name(keyId) + " is in use, generation " + generation);
  }

  private void tellOfKey(String line) {
    node().journal().tell("key", line);
  }

  private void warn(String line) {
    warnings.warn(System.nanoTime(), line);
  }

  /** Remembers a key that is not installed, and says so. */
  private void lack(Optional<Wanted> key) {
    if (key.equals(lacking)) {
      return;
    }
    lacking = key;
    security.lacking(key.map(each -> RingKey.name(each.keyId())).orElse(""));
    key.ifPresent(
        each ->
            warnings.error(
                System.nanoTime(),
                "key "
                    + RingKey.name(each.keyId())
                    + " is not installed here, and the ring is to use it: run `evs key install"
                    + " FILE` with it; until then this node goes on with key "
                    + security.active().name()));
  }

  private void retire(int keyId) {
    boolean inUse = told.values().stream().anyMatch(state -> state.active() == keyId);
    if (inUse || security.active().id() == keyId) {
      warn("key " + RingKey.name(keyId) + " is in use and was not retired");
      return;
    }
    if (installer.retire(keyId)) {
      tellOfKey(
          "key "
              + RingKey.name(keyId)
              + " is retired; its file can be installed again until others are retired");
    }
  }

  /** Installs what has come into the folder since the last look, and follows if it was wanted. */
  private void look() {
    if (installer.look()) {
      // Who must confirm before a key is retired is counted from here on.
      seen.retainAll(present);
      store();
      tell = true;
    }
    Optional<Wanted> here = lacking.filter(key -> isInstalled(key.keyId()));
    if (here.isPresent()) {
      lack(Optional.empty());
      here.filter(key -> isNewer(key.generation(), key.keyId()))
          .ifPresent(key -> putInUse(key.generation(), key.keyId()));
    }
  }

  private void store() {
    store(security.active().id());
  }

  private void store(int active) {
    installer.store(new KeyFolder.State(generation, active, seen));
  }

  private void tell(Evs handle) {
    KeyMessage.State state =
        KeyMessage.State.bounded(
            generation,
            security.active().id(),
            node().call(security::installed),
            seen,
            node().missingPeers());
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(KeyMessage.GROUP), state.bytes());
      tell = false;
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
    }
  }
}
