package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's part in the rotation of keys (decisions.md section 11). It installs what is put into
 * the key ring's folder, puts keys in use and forgets them where the ordered stream says so, and
 * tells the others what it has. After a partition or a restart the key of the highest generation is
 * the right one.
 *
 * <p>Has a thread of its own: it reads and writes files.
 */
final class KeyAgent implements EvsListener {
  private static final Logger LOG = LoggerFactory.getLogger(KeyAgent.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final EvsNode node;
  private final Security security;
  private final KeyFolder folder;
  private final Set<Long> seen = new TreeSet<>();
  private Set<Long> present = Set.of();
  private long generation;
  private boolean tell;
  private boolean ended;
  private String lastFailure = "";
  private Evs handle;

  private KeyAgent(EvsNode node, Security security, KeyFolder folder) {
    this.node = node;
    this.security = security;
    this.folder = folder;
    KeyFolder.State state = folder.state();
    this.generation = state.generation();
    this.seen.addAll(state.seen());
  }

  /** Starts the agent of a member that has a key ring. */
  static void start(EvsNode node, Security security, KeyFolder folder) {
    KeyAgent agent = new KeyAgent(node, security, folder);
    Thread thread = new Thread(agent::run, "evs-keys");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      handle = node.openAgent(this);
      handle.join(List.of(KeyMessage.GROUP));
      while (!ended) {
        handle.dispatchOne(LOOK_EVERY);
        lookForKeys();
        tellIfDue();
      }
    } catch (EvsException gone) {
      // The member was closed, and everybody who uses it is told why.
      LOG.debug("the keeper of keys ends: {}", gone.getMessage());
    }
  }

  @Override
  public void onDisconnected(EvsException reason) {
    ended = true;
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      tell = true;
      present = change.members().stream().map(NodeId::asLong).collect(Collectors.toSet());
    }
  }

  @Override
  public void onMessage(Delivery delivery) {
    KeyMessage.parse(delivery.payload())
        .filter(message -> message.isBelievedOf(delivery.sender()))
        .ifPresent(message -> take(delivery.sender().node(), message));
  }

  private void take(NodeId from, KeyMessage message) {
    if (message instanceof KeyMessage.Use use) {
      putInUse(use.generation(), use.keyId());
      tell = true;
    } else if (message instanceof KeyMessage.Retire retire) {
      retire(retire.keyId());
      tell = true;
    } else if (message instanceof KeyMessage.Query) {
      tell = true;
    } else if (message instanceof KeyMessage.State state) {
      if (seen.add(from.asLong())) {
        store();
      }
      putInUse(state.generation(), state.active());
    }
  }

  /** Two sides of a partition may each have chosen: the higher generation wins, then the id. */
  private boolean isNewer(long otherGeneration, int otherKey) {
    int active = security.active().id();
    return otherGeneration > generation
        || (otherGeneration == generation
            && otherGeneration > 0
            && Integer.compareUnsigned(otherKey, active) > 0);
  }

  private void putInUse(long newGeneration, int keyId) {
    if (!isNewer(newGeneration, keyId)) {
      return;
    }
    lookForKeys();
    if (!node.call(() -> security.installed().contains(keyId))) {
      ended = true;
      node.leaveBecause(
          new EvsException(
              EvsException.Code.SECURITY,
              "the ring uses key "
                  + RingKey.name(keyId)
                  + ", which is not installed here: run `evs key install FILE` with it and start"
                  + " again"));
      return;
    }
    generation = newGeneration;
    // Whoever starts after this point must seal with it, whatever happens to this process.
    keep(security.active());
    store(keyId);
    node.call(() -> security.use(keyId));
    tell = true;
    LOG.info("key {} is in use, generation {}", RingKey.name(keyId), generation);
  }

  /** The key of the configuration is opened with after a restart, too, until it is retired. */
  private void keep(RingKey key) {
    attempt(() -> folder.install(key));
  }

  private void retire(int keyId) {
    if (security.active().id() == keyId) {
      LOG.warn("key {} is in use here and was not retired", RingKey.name(keyId));
      return;
    }
    attempt(() -> folder.remove(keyId));
    if (node.call(() -> security.retire(keyId))) {
      LOG.info("key {} is retired", RingKey.name(keyId));
    }
  }

  /** Installs what has come into the folder since the last look. */
  private void lookForKeys() {
    attempt(
        () -> {
          List<Integer> known = node.call(security::installed);
          for (int id : folder.ids()) {
            if (!known.contains(id)) {
              RingKey key = folder.read(id);
              node.call(
                  () -> {
                    security.install(key);
                    return true;
                  });
              LOG.info("key {} is installed", key.name());
              // Who must confirm before a key is retired is counted from here on.
              seen.retainAll(present);
              store();
              tell = true;
            }
          }
        });
  }

  private void store() {
    store(security.active().id());
  }

  private void store(int active) {
    attempt(() -> folder.store(new KeyFolder.State(generation, active, seen)));
  }

  /** What cannot be stored is not worth a member: it goes on, and says so. */
  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (EvsException failed) {
      if (failed.code() != EvsException.Code.SECURITY) {
        throw failed;
      }
      if (!failed.getMessage().equals(lastFailure)) {
        lastFailure = failed.getMessage();
        LOG.error("{}", failed.getMessage());
      }
    }
  }

  private void tellIfDue() {
    if (!tell || ended) {
      return;
    }
    KeyMessage.State state =
        new KeyMessage.State(
            generation,
            security.active().id(),
            node.call(security::installed),
            new ArrayList<>(seen),
            node.missingPeers());
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
