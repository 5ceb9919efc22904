package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.state.replica.StateMessage.Place;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A snapshot on its way, as one member sees it. */
final class Transfer {
  final TransferId id;
  final Place place;

  /** Who can send it; the first of them does. Those who leave are taken out. */
  final List<GroupMember> sources;

  /** Who gets it. Those who leave are taken out. */
  final List<GroupMember> targets;

  /** See {@link Side}: of the state as of the cut, and what rings added since. */
  long primary;

  long applied;

  /** How many pieces there are; 0 until the header came. */
  int chunks;

  /** How many came. */
  int received;

  /** How many this member has sent, if it is the sender; those before it count. */
  int sent;

  /** When it last went on. */
  long progress;

  boolean sends;
  boolean headerSent;

  /** This member's own snapshot, if it is a source and has made it. */
  @Nullable List<byte[]> own;

  /** What came, if this member wants it. */
  final List<byte[]> got = new ArrayList<>();

  private final MessageDigest digest = sha256();
  private boolean isSame = true;

  Transfer(
      TransferId id, Place place, List<GroupMember> sources, List<GroupMember> targets, long now) {
    this.id = id;
    this.place = place;
    this.sources = new ArrayList<>(sources);
    this.targets = new ArrayList<>(targets);
    this.progress = now;
  }

  Optional<GroupMember> sender() {
    return sources.stream().findFirst();
  }

  boolean isForMerge() {
    return place == Place.APART;
  }

  boolean isDone() {
    return chunks != 0 && received == chunks;
  }

  /** Members left; false if nobody is left to send it or to get it. */
  boolean without(Collection<GroupMember> gone) {
    sources.removeAll(gone);
    targets.removeAll(gone);
    return !sources.isEmpty() && (isForMerge() || !targets.isEmpty());
  }

  /** The next piece came. */
  void chunk(byte[] bytes, boolean keeps) {
    isSame &= own == null || (received < own.size() && Arrays.equals(own.get(received), bytes));
    digest.update(bytes);
    received++;
    if (keeps) {
      got.add(bytes);
    }
  }

  /** Whether what came is this member's own snapshot. */
  boolean isSame() {
    return own == null || (isSame && own.size() == received);
  }

  /** The digest of what came; once. */
  byte[] digest() {
    return digest.digest();
  }

  static byte[] digest(List<byte[]> chunks) {
    MessageDigest of = sha256();
    chunks.forEach(of::update);
    return of.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Whether a member is among those who take part. */
  boolean has(GroupMember member) {
    return sources.contains(member) || targets.contains(member);
  }

  Set<GroupMember> all() {
    Set<GroupMember> all = new LinkedHashSet<>(sources);
    all.addAll(targets);
    return all;
  }
}
