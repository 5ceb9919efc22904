package io.evs.lock.table;

import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.text.Names;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What participants say to each other in the group of the locks; little-endian, with a version in
 * front. Whatever is malformed, or of a later version, is no message.
 */
sealed interface LockMessage {
  /** Longest name of a lock in bytes. */
  int NAME_MAX_BYTES = 64;

  byte VERSION = 3;
  int ENTRY_MAX_BYTES = 72 + NAME_MAX_BYTES;

  /** More do not share a table. */
  int SENIORS_MAX = 16_384;

  /** Flag of a request and of a claim: who asks follows its name. */
  int ASKER = 8;

  /** No token and no sequence comes near the largest number. */
  long FENCE_MAX = Long.MAX_VALUE - (1L << 40);

  /**
   * The sender wants a lock.
   *
   * @param asker for whom
   */
  record Request(
      long number,
      boolean shared,
      boolean waits,
      long leaseNanos,
      String name,
      Optional<LockInfo.Asker> asker)
      implements LockMessage {}

  /** The sender gives a claim up. */
  record Release(long number) implements LockMessage {}

  /** Shows the sender, by its own delivery, that it is not cut off. */
  record Beat(long number) implements LockMessage {}

  /** The lease of a holder that could not be told is over. */
  record Free(Claim claim) implements LockMessage {}

  /**
   * All leases of primary rings before this one are over.
   *
   * @param ring this one
   * @param fence the clock of the sender, behind which tokens go on
   */
  record Settled(RingId ring, long fence) implements LockMessage {}

  /** Something can be granted. */
  record Poke() implements LockMessage {}

  /**
   * The sender's table at a change of the group.
   *
   * @param change which change
   * @param settled whether it has all claims that can hold
   * @param seniors who has the same table, those that had it first in front
   */
  record Snapshot(
      Change change,
      boolean settled,
      List<GroupMember> seniors,
      long lastFence,
      long primarySequence,
      List<LockTable.Entry> entries)
      implements LockMessage {}

  /**
   * A change of the group, by a name that all members know it by.
   *
   * @param ring the ring it came in
   * @param joiner who joined; empty where sides came together
   */
  record Change(RingId ring, Optional<GroupMember> joiner) {}

  /** Writes a message. */
  static byte[] write(LockMessage message) {
    int entries = message instanceof Snapshot all ? all.entries().size() : 1;
    int seniors = message instanceof Snapshot all ? all.seniors().size() : 0;
    ByteBuffer to =
        ByteBuffer.allocate(128 + entries * ENTRY_MAX_BYTES + seniors * 8)
            .order(ByteOrder.LITTLE_ENDIAN);
    to.put(VERSION);
    if (message instanceof Request request) {
      to.put((byte) 1).putLong(request.number());
      int flags = (request.shared() ? 1 : 0) | (request.waits() ? 2 : 0);
      to.put((byte) (flags | askerFlag(request.asker())));
      to.putLong(request.leaseNanos());
      putName(to, request.name());
      request.asker().ifPresent(each -> putAsker(to, each));
    } else if (message instanceof Release release) {
      to.put((byte) 2).putLong(release.number());
    } else if (message instanceof Beat beat) {
      to.put((byte) 3).putLong(beat.number());
    } else if (message instanceof Free free) {
      to.put((byte) 4);
      putClaim(to, free.claim());
    } else if (message instanceof Poke) {
      to.put((byte) 5);
    } else if (message instanceof Snapshot snapshot) {
      to.put((byte) 6);
      put(to, snapshot);
    } else if (message instanceof Settled settled) {
      to.put((byte) 7);
      putRing(to, settled.ring());
      to.putLong(settled.fence());
    }
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }

  private static void put(ByteBuffer to, Snapshot snapshot) {
    putRing(to, snapshot.change().ring());
    boolean joins = snapshot.change().joiner().isPresent();
    to.put((byte) ((joins ? 1 : 0) | (snapshot.settled() ? 2 : 0)));
    snapshot.change().joiner().ifPresent(each -> putMember(to, each));
    to.putInt(snapshot.seniors().size());
    snapshot.seniors().forEach(each -> putMember(to, each));
    to.putLong(snapshot.lastFence()).putLong(snapshot.primarySequence());
    to.putInt(snapshot.entries().size());
    for (LockTable.Entry each : snapshot.entries()) {
      putClaim(to, each.claim);
      int flags = (each.shared ? 1 : 0) | (each.ends ? 2 : 0) | (each.once ? 4 : 0);
      to.put((byte) (flags | askerFlag(each.asker)));
      to.putLong(each.leaseNanos).putLong(each.fence);
      putName(to, each.name);
      each.asker.ifPresent(asker -> putAsker(to, asker));
    }
  }

  private static int askerFlag(Optional<LockInfo.Asker> asker) {
    return asker.isPresent() ? ASKER : 0;
  }

  private static void putAsker(ByteBuffer to, LockInfo.Asker asker) {
    to.putInt((int) asker.uid()).putInt((int) asker.pid());
  }

  private static Optional<LockInfo.Asker> asker(ByteBuffer from, byte flags) {
    return (flags & ASKER) == 0
        ? Optional.empty()
        : Optional.of(
            new LockInfo.Asker(
                Integer.toUnsignedLong(from.getInt()), Integer.toUnsignedLong(from.getInt())));
  }

  private static void putRing(ByteBuffer to, RingId ring) {
    to.putInt(ring.representative()).putLong(ring.sequence());
  }

  private static void putMember(ByteBuffer to, GroupMember member) {
    to.putInt(member.node().value()).putInt((int) member.processId());
  }

  private static void putClaim(ByteBuffer to, Claim claim) {
    putMember(to, claim.owner());
    to.putLong(claim.number());
  }

  private static void putName(ByteBuffer to, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    to.put((byte) utf8.length).put(utf8);
  }

  /** Reads a message; empty if it is none. */
  static Optional<LockMessage> read(byte[] payload) {
    ByteBuffer from = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (from.get() != VERSION) {
        return Optional.empty();
      }
      LockMessage message =
          switch (from.get()) {
            case 1 -> request(from);
            case 2 -> new Release(from.getLong());
            case 3 -> new Beat(from.getLong());
            case 4 -> new Free(claim(from));
            case 5 -> new Poke();
            case 6 -> snapshot(from);
            case 7 -> new Settled(ring(from), fence(from));
            default -> null;
          };
      return from.hasRemaining() ? Optional.empty() : Optional.ofNullable(message);
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Request request(ByteBuffer from) {
    long number = from.getLong();
    byte flags = from.get();
    long lease = lease(from);
    String name = name(from);
    return new Request(number, (flags & 1) != 0, (flags & 2) != 0, lease, name, asker(from, flags));
  }

  private static Snapshot snapshot(ByteBuffer from) {
    RingId ring = ring(from);
    byte kind = from.get();
    Optional<GroupMember> joiner = (kind & 1) != 0 ? Optional.of(member(from)) : Optional.empty();
    List<GroupMember> seniors = new ArrayList<>();
    for (int left = count(from, 8); left > 0; left--) {
      seniors.add(member(from));
    }
    if (seniors.size() > SENIORS_MAX) {
      throw new IllegalArgumentException("seniors");
    }
    long lastFence = fence(from);
    long primarySequence = fence(from);
    List<LockTable.Entry> entries = new ArrayList<>();
    Set<Claim> claims = new HashSet<>();
    for (int left = count(from, 34); left > 0; left--) {
      Claim claim = claim(from);
      if (!claims.add(claim) || claims.size() > LockTable.CLAIMS_MAX) {
        throw new IllegalArgumentException("claims");
      }
      byte flags = from.get();
      long lease = lease(from);
      long fence = fence(from);
      LockTable.Entry entry = new LockTable.Entry(claim, name(from), (flags & 1) != 0, lease);
      entry.fence = fence;
      entry.ends = (flags & 2) != 0;
      entry.once = (flags & 4) != 0;
      entry.asker = asker(from, flags);
      entries.add(entry);
    }
    boolean settled = (kind & 2) != 0;
    return new Snapshot(
        new Change(ring, joiner), settled, seniors, lastFence, primarySequence, entries);
  }

  private static int count(ByteBuffer from, int bytesEach) {
    int count = from.getInt();
    if (count < 0 || count > from.remaining() / bytesEach) {
      throw new IllegalArgumentException("count");
    }
    return count;
  }

  /** A token or a sequence, from which can be counted on. */
  private static long fence(ByteBuffer from) {
    long value = from.getLong();
    if (value < 0 || value > FENCE_MAX) {
      throw new IllegalArgumentException("fence");
    }
    return value;
  }

  private static long lease(ByteBuffer from) {
    long nanos = from.getLong();
    if (nanos < 0 || nanos > LockParticipant.LEASE_MAX_NANOS) {
      throw new IllegalArgumentException("lease");
    }
    return nanos;
  }

  private static RingId ring(ByteBuffer from) {
    return new RingId(from.getInt(), from.getLong());
  }

  private static GroupMember member(ByteBuffer from) {
    return new GroupMember(new NodeId(from.getInt()), Integer.toUnsignedLong(from.getInt()));
  }

  private static Claim claim(ByteBuffer from) {
    return new Claim(member(from), from.getLong());
  }

  private static String name(ByteBuffer from) {
    byte[] utf8 = new byte[from.get() & 0xff];
    from.get(utf8);
    String name = new String(utf8, StandardCharsets.UTF_8);
    if (!isName(name)) {
      throw new IllegalArgumentException("name");
    }
    return name;
  }

  /** Whether a lock may be called so. */
  static boolean isName(String name) {
    return Names.isName(name, NAME_MAX_BYTES);
  }
}
