package io.evs.security;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One start of another member that has shown to be alive: what of it is accepted, and from where.
 * There is one window for all its addresses, so that no packet is accepted twice.
 */
final class Session {
  /** Addresses of a node with several interfaces, from each of which it has answered. */
  static final int ADDRESSES_MAX = 4;

  /** Earlier starts of the node that are remembered as over. */
  static final int BEFORE_MAX = 8;

  final int nodeId;
  final long salt;
  final ReplayWindow window;
  private InetSocketAddress address;
  private final List<InetSocketAddress> addresses = new ArrayList<>(1);
  private long[] before = {};
  private Subkey last;
  private final List<Subkey> subkeys = new ArrayList<>(2);
  private final Rivalry rivalry = new Rivalry();

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
    addresses.add(address);
  }

  /** Where it answered from last. */
  InetSocketAddress address() {
    return address;
  }

  /** Whether the start has answered from there. */
  boolean isAt(InetSocketAddress from) {
    if (address.equals(from)) {
      return true;
    }
    for (int i = 0; i < addresses.size(); i++) {
      if (addresses.get(i).equals(from)) {
        return true;
      }
    }
    return false;
  }

  /** The start has answered again, from an address of its own; the others stay. */
  void answered(InetSocketAddress from, long counter) {
    if (!isAt(from)) {
      window.raiseFloor(counter);
      if (addresses.size() == ADDRESSES_MAX) {
        addresses.remove(0);
      }
      addresses.add(from);
    }
    address = from;
    window.add(counter);
  }

  /** Takes the place of an earlier start of the node, which is over from now on. */
  void replace(Session earlier) {
    int kept = Math.min(earlier.before.length, BEFORE_MAX - 1);
    before = new long[kept + 1];
    before[0] = earlier.salt;
    System.arraycopy(earlier.before, 0, before, 1, kept);
    earlier.wipe();
  }

  /** Whether that is an earlier start of the node. */
  boolean isBefore(long otherSalt) {
    for (long each : before) {
      if (each == otherSalt) {
        return true;
      }
    }
    return false;
  }

  /** What is known of another start that wants to take this one's place. */
  Rivalry rivalry() {
    return rivalry;
  }

  /** Whether packets of this epoch are to be expected: none costs more than one derivation. */
  boolean expects(long epoch) {
    long highest = window.highest();
    return epoch >= Subkeys.epoch(Math.max(0, highest - ReplayWindow.PACKETS))
        && epoch <= Subkeys.epoch(highest) + 1;
  }

  /** The subkey if it is kept; null if not. */
  Subkey cached(int keyId, long epoch) {
    if (last != null && last.keyId == keyId && last.epoch == epoch) {
      return last;
    }
    for (int i = 0; i < subkeys.size(); i++) {
      Subkey each = subkeys.get(i);
      if (each.keyId == keyId && each.epoch == epoch) {
        last = each;
        return each;
      }
    }
    return null;
  }

  /** Keeps a subkey; those of epochs that are over are overwritten. */
  void keep(Subkey subkey) {
    if (cached(subkey.keyId, subkey.epoch) != null) {
      return;
    }
    wipeIf(each -> !expects(each.epoch));
    subkey.owner(this);
    subkeys.add(subkey);
    last = subkey;
  }

  /** Overwrites the subkeys of a key. */
  void forget(int keyId) {
    wipeIf(each -> each.keyId == keyId);
  }

  /** Overwrites all subkeys. */
  void wipe() {
    wipeIf(each -> true);
  }

  private void wipeIf(Predicate<Subkey> which) {
    last = null;
    subkeys.removeIf(
        each -> {
          boolean gone = which.test(each);
          if (gone) {
            each.wipe();
          }
          return gone;
        });
  }

  @Override
  public String toString() {
    return "start " + salt + " of node " + nodeId + " at " + address + Arrays.toString(before);
  }
}
