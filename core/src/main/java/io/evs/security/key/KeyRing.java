package io.evs.security.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys a member opens packets with, and the one it seals with. Owns the keys that it is given:
 * what is retired is overwritten. Loop thread only.
 */
public final class KeyRing {
  /** Keeps what it has made of the keys in step with them. */
  public interface Watcher {
    /** Keys were added. */
    void installed();

    /** A key is gone, and is about to be overwritten. */
    void retired(RingKey key);
  }

  private final Map<Integer, RingKey> installed = new LinkedHashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private RingKey active;

  /** A ring of one key, which is the active one. */
  public KeyRing(RingKey only) {
    install(only);
    active = only;
  }

  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** Opens packets with this key as well from now on; one that is there already stays. */
  public void install(RingKey key) {
    if (installed.putIfAbsent(key.id(), key) == null) {
      watchers.forEach(Watcher::installed);
    }
  }

  /**
   * Seals with an installed key from now on.
   *
   * @return whether it is installed
   */
  public boolean use(int keyId) {
    RingKey key = installed.get(keyId);
    if (key != null) {
      active = key;
    }
    return key != null;
  }

  /**
   * Forgets a key that is not the active one: its bytes and all that was derived from it here are
   * overwritten.
   *
   * @return whether it was there and is gone
   */
  public boolean retire(int keyId) {
    if (active.id() == keyId) {
      return false;
    }
    RingKey gone = installed.remove(keyId);
    if (gone == null) {
      return false;
    }
    watchers.forEach(each -> each.retired(gone));
    gone.wipe();
    return true;
  }

  /** Ids of the keys it opens packets with, in order of installation. */
  public List<Integer> ids() {
    return List.copyOf(installed.keySet());
  }

  /** Whether it opens packets with that key. */
  public boolean has(int keyId) {
    return installed.containsKey(keyId);
  }

  /** The key to seal with. */
  public RingKey active() {
    return active;
  }

  /** The keys it opens packets with. */
  public List<RingKey> all() {
    return List.copyOf(installed.values());
  }
}
