package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What participants say to each other in the group of a state; little-endian, with a version in
 * front. Whatever is malformed, beyond a bound, or of a later version, is no message.
 */
sealed interface StateMessage {
  byte VERSION = 1;

  /** Most handles that share one state. */
  int MEMBERS_MAX = 4096;

  /** Bytes of a piece of a snapshot. */
  int CHUNK_BYTES = 32 * 1024;

  /** Most pieces of a snapshot. */
  int CHUNKS_MAX = 1 << 16;

  int DIGEST_BYTES = 32;

  /** No sequence and no count comes near the largest number. */
  long COUNT_MAX = Long.MAX_VALUE - (1L << 40);

  /** A command of the sender. */
  record Command(long number, byte[] bytes) implements StateMessage {}

  /**
   * What the sender has as a configuration begins.
   *
   * @param ring that configuration
   * @param status what it has
   * @param isUnmerged whether its state is to be merged into that of others
   * @param side which state
   * @param from the ring in which the sender last agreed with others, and the one after that
   * @param transfer the transfer that it takes part in
   * @param seniors those of its side who have the state
   * @param others those of its side who have it not
   */
  record Hello(
      RingId ring,
      Status status,
      boolean isUnmerged,
      Side side,
      Way from,
      Optional<TransferId> transfer,
      List<GroupMember> seniors,
      List<GroupMember> others)
      implements StateMessage {}

  /** Whoever has not said what it has is not waited for if others know it. */
  record Skip(RingId ring) implements StateMessage {}

  /** The snapshot of the next transfer is cut here. */
  record Cut(TransferId transfer) implements StateMessage {}

  /**
   * A transfer begins.
   *
   * @param place where its snapshot was cut
   * @param chunks how many pieces follow, at least 1
   * @param primary see {@link Side#primary()}, at the cut
   * @param applied see {@link Side#applied()}, at the cut
   * @param sources who can send it, the first of those present does
   * @param targets who gets it; none if it is to be merged
   */
  record Header(
      TransferId transfer,
      Place place,
      int chunks,
      long primary,
      long applied,
      List<GroupMember> sources,
      List<GroupMember> targets)
      implements StateMessage {}

  /** A piece of a snapshot, the first is 0. */
  record Chunk(TransferId transfer, int index, byte[] bytes) implements StateMessage {}

  /** The digest of the sender's state as of a cut. */
  record Digest(TransferId transfer, byte[] digest) implements StateMessage {}

  /** What a member has. */
  enum Status {
    /** Nothing. */
    NONE,
    /** The state. */
    READY,
    /** A state that others have gone on without. */
    STALE
  }

  /** Where a snapshot was cut. */
  enum Place {
    /** At the beginning of a configuration. */
    CONFIGURATION,
    /** Where the group was told of those who get it. */
    JOIN,
    /** At a message. */
    MESSAGE,
    /** Nowhere: the state of a side that others have gone on without. */
    APART
  }

  /** Writes a message. */
  static byte[] write(StateMessage message) {
    ByteBuffer to = ByteBuffer.allocate(size(message)).order(ByteOrder.LITTLE_ENDIAN);
    to.put(VERSION);
    if (message instanceof Command command) {
      to.put((byte) 1).putLong(command.number()).put(command.bytes());
    } else if (message instanceof Hello hello) {
      put(to.put((byte) 2), hello);
    } else if (message instanceof Skip skip) {
      putRing(to.put((byte) 3), skip.ring());
    } else if (message instanceof Cut cut) {
      putTransfer(to.put((byte) 4), cut.transfer());
    } else if (message instanceof Header header) {
      put(to.put((byte) 5), header);
    } else if (message instanceof Chunk chunk) {
      putTransfer(to.put((byte) 6), chunk.transfer());
      to.putInt(chunk.index()).put(chunk.bytes());
    } else if (message instanceof Digest digest) {
      putTransfer(to.put((byte) 7), digest.transfer());
      to.put(digest.digest());
    }
    byte[] bytes = to.array();
    return to.hasRemaining() ? Arrays.copyOf(bytes, to.position()) : bytes;
  }

  private static int size(StateMessage message) {
    if (message instanceof Command command) {
      return 10 + command.bytes().length;
    }
    if (message instanceof Chunk chunk) {
      return 26 + chunk.bytes().length;
    }
    int members =
        message instanceof Hello hello
            ? hello.seniors().size() + hello.others().size()
            : message instanceof Header header
                ? header.sources().size() + header.targets().size()
                : 0;
    return 160 + 8 * members;
  }

  private static void put(ByteBuffer to, Hello hello) {
    putRing(to, hello.ring());
    to.put((byte) hello.status().ordinal()).put((byte) (hello.isUnmerged() ? 1 : 0));
    Side side = hello.side();
    putWay(to, side.way());
    putWay(to, hello.from());
    to.putLong(side.primary()).putLong(side.applied());
    to.put((byte) (hello.transfer().isPresent() ? 1 : 0));
    hello.transfer().ifPresent(each -> putTransfer(to, each));
    putMembers(to, hello.seniors());
    putMembers(to, hello.others());
  }

  private static void put(ByteBuffer to, Header header) {
    putTransfer(to, header.transfer());
    to.put((byte) header.place().ordinal()).putInt(header.chunks());
    to.putLong(header.primary()).putLong(header.applied());
    putMembers(to, header.sources());
    putMembers(to, header.targets());
  }

  private static void putRing(ByteBuffer to, RingId ring) {
    to.putInt(ring.representative()).putLong(ring.sequence());
  }

  private static void putWay(ByteBuffer to, Way way) {
    putRing(to, way.ring());
    putRing(to, way.next());
  }

  private static void putTransfer(ByteBuffer to, TransferId transfer) {
    putRing(to, transfer.ring());
    to.putLong(transfer.number());
  }

  private static void putMembers(ByteBuffer to, List<GroupMember> members) {
    to.putInt(members.size());
    for (GroupMember each : members) {
      to.putInt(each.node().value()).putInt((int) each.processId());
    }
  }

  /** Reads a message; empty if it is none. */
  static Optional<StateMessage> read(byte[] payload) {
    ByteBuffer from = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (from.get() != VERSION) {
        return Optional.empty();
      }
      StateMessage message =
          switch (from.get()) {
            case 1 -> new Command(from.getLong(), rest(from));
            case 2 -> hello(from);
            case 3 -> new Skip(ring(from));
            case 4 -> new Cut(transfer(from));
            case 5 -> header(from);
            case 6 -> chunk(from);
            case 7 -> digest(from);
            default -> throw new IllegalArgumentException("kind");
          };
      return from.hasRemaining() ? Optional.empty() : Optional.of(message);
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Hello hello(ByteBuffer from) {
    RingId ring = ring(from);
    Status status = constant(Status.values(), from.get());
    boolean isUnmerged = from.get() != 0;
    Way way = way(from);
    Way since = way(from);
    Side side = new Side(way, count(from), count(from));
    Optional<TransferId> transfer =
        from.get() != 0 ? Optional.of(transfer(from)) : Optional.empty();
    return new Hello(ring, status, isUnmerged, side, since, transfer, members(from), members(from));
  }

  private static Header header(ByteBuffer from) {
    TransferId transfer = transfer(from);
    Place place = constant(Place.values(), from.get());
    int chunks = index(from.getInt());
    if (chunks == 0) {
      throw new IllegalArgumentException("chunks");
    }
    return new Header(
        transfer, place, chunks, count(from), count(from), members(from), members(from));
  }

  private static Chunk chunk(ByteBuffer from) {
    TransferId transfer = transfer(from);
    int index = index(from.getInt());
    if (from.remaining() > CHUNK_BYTES) {
      throw new IllegalArgumentException("chunk");
    }
    return new Chunk(transfer, index, rest(from));
  }

  private static Digest digest(ByteBuffer from) {
    TransferId transfer = transfer(from);
    byte[] digest = new byte[DIGEST_BYTES];
    from.get(digest);
    return new Digest(transfer, digest);
  }

  private static byte[] rest(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return bytes;
  }

  private static int index(int value) {
    if (value < 0 || value > CHUNKS_MAX) {
      throw new IllegalArgumentException("index");
    }
    return value;
  }

  private static long count(ByteBuffer from) {
    long value = from.getLong();
    if (value < 0 || value > COUNT_MAX) {
      throw new IllegalArgumentException("count");
    }
    return value;
  }

  private static <T> T constant(T[] all, byte ordinal) {
    if (ordinal < 0 || ordinal >= all.length) {
      throw new IllegalArgumentException("constant");
    }
    return all[ordinal];
  }

  private static RingId ring(ByteBuffer from) {
    return new RingId(from.getInt(), from.getLong());
  }

  private static Way way(ByteBuffer from) {
    return new Way(ring(from), ring(from));
  }

  private static TransferId transfer(ByteBuffer from) {
    return new TransferId(ring(from), count(from));
  }

  private static List<GroupMember> members(ByteBuffer from) {
    int count = from.getInt();
    if (count < 0 || count > MEMBERS_MAX || count > from.remaining() / 8) {
      throw new IllegalArgumentException("members");
    }
    List<GroupMember> members = new ArrayList<>(count);
    for (int left = count; left > 0; left--) {
      members.add(
          new GroupMember(new NodeId(from.getInt()), Integer.toUnsignedLong(from.getInt())));
    }
    return members;
  }
}
