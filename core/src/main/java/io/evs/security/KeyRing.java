package io.evs.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys a member opens packets with, and the one it seals with. Loop thread only. */
public final class KeyRing {
  private final Map<Integer, RingKey> installed = new LinkedHashMap<>();
  private RingKey active;

  /** A ring of one key, which is the active one. */
  public KeyRing(RingKey only) {
    install(only);
    active = only;
  }

  /** Opens packets with this key as well from now on. */
  public void install(RingKey key) {
    installed.put(key.id(), key);
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
   * Forgets a key that is not the active one.
   *
   * @return whether it was there and is gone
   */
  public boolean retire(int keyId) {
    return active.id() != keyId && installed.remove(keyId) != null;
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

  /** An installed key; null if there is none of this id. */
  RingKey find(int keyId) {
    return active.id() == keyId ? active : installed.get(keyId);
  }
}
