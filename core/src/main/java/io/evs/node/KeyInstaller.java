package io.evs.node;

import io.evs.EvsException;
import io.evs.node.process.RateLog;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves keys between a key ring's folder and a running member. Whatever cannot be read or written
 * is said in the log, and the member goes on. The key agent's thread.
 */
final class KeyInstaller implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyInstaller.class);

  private final EvsNode node;
  private final Security security;
  private final KeyFolder folder;
  private final RateLog faults = new RateLog(LOG);
  private final Map<String, String> failures = new HashMap<>();
  private Optional<Closeable> hold = Optional.empty();

  KeyInstaller(EvsNode node, Security security, KeyFolder folder) {
    this.node = node;
    this.security = security;
    this.folder = folder;
  }

  /**
   * Installs what has come into the folder.
   *
   * @return whether there was something
   */
  boolean look() {
    boolean some = false;
    attempt("hold", this::hold);
    if (!attempt("folder", folder::check)) {
      return false;
    }
    List<Integer> known = node.call(security::installed);
    int room = Security.KEYS_MAX - known.size();
    for (int id : ids()) {
      if (known.contains(id)) {
        continue;
      }
      if (room == 0) {
        attempt("room", Security::tooMany);
        break;
      }
      // One that cannot be read keeps no other one out.
      if (attempt(RingKey.name(id), () -> install(id))) {
        some = true;
        room--;
      }
    }
    return some;
  }

  private List<Integer> ids() {
    List<List<Integer>> ids = new ArrayList<>();
    attempt("ids", () -> ids.add(folder.ids()));
    return ids.isEmpty() ? List.of() : ids.get(0);
  }

  private void install(int id) {
    RingKey key = folder.read(id);
    node.call(
        () -> {
          security.install(key);
          return true;
        });
    node.journal()
        .tell("key", "key " + key.name() + ", fingerprint " + key.fingerprint() + ", is installed");
  }

  /** Others see that a node runs with the folder. */
  private void hold() {
    if (hold.isEmpty()) {
      hold = folder.hold();
      if (hold.isEmpty()) {
        throw new EvsException(
            EvsException.Code.SECURITY,
            "key ring "
                + folder.path()
                + " is used by another node that runs: give each node a folder of its own");
      }
    }
  }

  /** The key of the configuration is opened with after a restart, too, until it is retired. */
  void keep(RingKey key) {
    attempt("keep", () -> folder.install(key));
  }

  /** Stores which key is in use. */
  void store(KeyFolder.State state) {
    attempt("store", () -> folder.store(state));
  }

  /** Forgets a key that is not in use; whether it was installed. */
  boolean retire(int keyId) {
    attempt("retire", () -> folder.retire(keyId));
    return node.call(() -> security.retire(keyId));
  }

  /** What fails is said when it begins, now and then, and when it is over; whether it did not. */
  private boolean attempt(String what, Runnable work) {
    try {
      work.run();
      String failure = failures.remove(what);
      if (failure != null) {
        faults.over(failure, "key ring " + folder.path() + ": what failed works again");
      }
      return true;
    } catch (EvsException failed) {
      if (failed.code() != EvsException.Code.SECURITY) {
        throw failed;
      }
      failures.put(what, failed.getMessage());
      faults.error(System.nanoTime(), failed.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    try {
      if (hold.isPresent()) {
        hold.get().close();
      }
    } catch (IOException error) {
      LOG.debug("key ring {} stays held: {}", folder.path(), error.getMessage());
    }
  }
}
