package io.evs.security;

import java.net.InetSocketAddress;
import javax.crypto.SecretKey;

/**
 * One start of another member that has shown to be alive: what of it is accepted, and from where.
 */
final class Session {
  final int nodeId;
  final long salt;
  final InetSocketAddress address;
  final ReplayWindow window;
  private int keyId;
  private long epoch = -1;
  private SecretKey key;
  private int keyIdBefore;
  private long epochBefore = -1;
  private SecretKey keyBefore;

  /**
   * A session.
   *
   * @param provenAt counter of the answer that proved the start to be alive: what it sent before
   *     may be a record of an earlier time, and is not accepted
   */
  Session(int nodeId, long salt, InetSocketAddress address, long provenAt) {
    this.window = new ReplayWindow(provenAt);
    this.nodeId = nodeId;
    this.salt = salt;
    this.address = address;
  }

  /** The subkey, if a packet under it was authentic before; null if not. */
  SecretKey cached(int ofKeyId, long ofEpoch) {
    if (ofKeyId == keyId && ofEpoch == epoch) {
      return key;
    }
    return ofKeyId == keyIdBefore && ofEpoch == epochBefore ? keyBefore : null;
  }

  /** Keeps a subkey under which a packet was authentic, and the one before it. */
  void keep(int ofKeyId, long ofEpoch, SecretKey subkey) {
    if (cached(ofKeyId, ofEpoch) != null) {
      return;
    }
    keyIdBefore = keyId;
    epochBefore = epoch;
    keyBefore = key;
    keyId = ofKeyId;
    epoch = ofEpoch;
    key = subkey;
  }
}
