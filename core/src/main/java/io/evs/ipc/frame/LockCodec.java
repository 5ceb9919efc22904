package io.evs.ipc.frame;

import io.evs.GroupMember;
import io.evs.lock.table.LockInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Locks on the wire between daemon and clients. Any thread. */
public final class LockCodec {
  /** Longest name of a lock. */
  public static final int NAME_MAX_BYTES = 64;

  /** Of a request: the lock may be shared. */
  public static final byte SHARED = 1;

  /** Of a request: it waits for the lock to be free. */
  public static final byte WAITS = 2;

  private static final int HOLDER_BYTES = 29;
  private static final int LOCK_BYTES = 2 + 4 + 4;
  private static final byte ENDS = 2;
  private static final byte ASKER = 4;

  private LockCodec() {}

  /** A frame of two numbers. */
  public static byte[] numbers(byte type, int id, long first, long second) {
    ByteBuffer to = Replies.allocate(2 * Long.BYTES);
    int start = Wire.begin(to, type, id);
    to.putLong(first).putLong(second);
    Wire.end(to, start, 0);
    return to.array();
  }

  /** LOCKS_OPENED: the daemon's handle and its lease. */
  public static byte[] opened(int id, GroupMember self, long leaseNanos) {
    ByteBuffer to = Replies.allocate(2 * Integer.BYTES + Long.BYTES);
    int start = Wire.begin(to, Protocol.LOCKS_OPENED, id);
    Wire.putMember(to, self);
    to.putLong(leaseNanos);
    Wire.end(to, start, 0);
    return to.array();
  }

  /** A frame without a body. */
  public static byte[] empty(byte type, int id) {
    ByteBuffer to = Replies.allocate(0);
    Wire.end(to, Wire.begin(to, type, id), 0);
    return to.array();
  }

  /**
   * Some locks.
   *
   * @param numbers the number that each holder is told by
   */
  public static byte[] locks(
      byte type, int id, List<LockInfo> all, ToLongFunction<LockInfo.Holder> numbers) {
    int bytes = Integer.BYTES;
    for (LockInfo each : all) {
      bytes += LOCK_BYTES + utf8(each.name()).length + HOLDER_BYTES * each.holders().size();
    }
    ByteBuffer to = Replies.allocate(bytes);
    int start = Wire.begin(to, type, id);
    to.putInt(all.size());
    for (LockInfo each : all) {
      Wire.putText(to, each.name(), NAME_MAX_BYTES);
      to.putInt(each.waiting()).putInt(each.holders().size());
      each.holders().forEach(holder -> put(to, holder, numbers.applyAsLong(holder)));
    }
    Wire.end(to, start, 0);
    return to.array();
  }

  private static byte[] utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer to, LockInfo.Holder holder, long number) {
    Wire.putMember(to, holder.owner());
    to.putInt((int) number).putLong(holder.fence());
    to.put(
        (byte)
            ((holder.shared() ? SHARED : 0)
                | (holder.ends() ? ENDS : 0)
                | (holder.asker().isPresent() ? ASKER : 0)));
    to.putInt(holder.asker().map(each -> (int) each.uid()).orElse(0));
    to.putInt(holder.asker().map(each -> (int) each.pid()).orElse(0));
  }

  /** Reads what {@link #locks} wrote. */
  public static List<LockInfo> readLocks(ByteBuffer from) throws ProtocolException {
    List<LockInfo> all = new ArrayList<>();
    for (int left = Wire.count(from, LOCK_BYTES); left > 0; left--) {
      String name = Wire.getText(from, NAME_MAX_BYTES);
      int waiting = Wire.getInt(from);
      List<LockInfo.Holder> holders = new ArrayList<>();
      for (int more = Wire.count(from, HOLDER_BYTES); more > 0; more--) {
        holders.add(readHolder(from));
      }
      all.add(new LockInfo(name, holders, waiting));
    }
    return all;
  }

  private static LockInfo.Holder readHolder(ByteBuffer from) throws ProtocolException {
    GroupMember owner = Wire.getMember(from);
    long number = Wire.getUnsignedInt(from);
    long fence = Wire.getLong(from);
    byte flags = Wire.getByte(from);
    LockInfo.Asker asker = new LockInfo.Asker(Wire.getUnsignedInt(from), Wire.getUnsignedInt(from));
    return new LockInfo.Holder(
        owner,
        number,
        fence,
        (flags & SHARED) != 0,
        (flags & ENDS) != 0,
        (flags & ASKER) != 0 ? Optional.of(asker) : Optional.empty());
  }
}
