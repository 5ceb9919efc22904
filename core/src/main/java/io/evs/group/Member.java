package io.evs.group;

import io.evs.Configuration;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** SKELETON of the interface; the real one is being written. Times: nanoseconds, monotonic. */
public final class Member {
  public Member(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    throw new UnsupportedOperationException();
  }

  /** Starts: enters Gather. */
  public void start(long now) {}

  /** A datagram arrived; the member takes the packet (stores it or releases it to the pool). */
  public void receive(long now, Packet packet) {}

  /** Runs what is due; call when {@link #deadline()} is reached. */
  public void timers(long now) {}

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. Valid after each call. */
  public long deadline() {
    return 0;
  }

  /** Ring sequences up to this number are on stable storage. */
  public void persisted(long now, long upTo) {}

  /** Leaves the ring: sends leave messages, and does nothing any more after that. */
  public void leave(long now) {}

  /**
   * Queues a message.
   *
   * @return its number n from 1, or 0 if the queue has no room now
   */
  public long submit(
      long now, long processId, boolean safe, Collection<Group> groups, byte[] payload) {
    return 0;
  }

  /** Joins a local process to a group (takes effect in the ordered stream). */
  public void joinGroup(long now, long processId, Group group) {}

  /** Leaves a group. */
  public void leaveGroup(long now, long processId, Group group) {}

  /** A local process ended: leaves its groups with reason process_down. */
  public void processDown(long now, long processId) {}

  /** Bytes waiting to be ordered. */
  public long queuedBytes() {
    return 0;
  }

  /** Current configuration; empty members before the first regular configuration. */
  public Configuration configuration() {
    return null;
  }

  /** Groups and members as of the last delivered event. */
  public Map<Group, List<GroupMember>> groups() {
    return null;
  }

  /** State name: OPERATIONAL, GATHER, COMMIT, RECOVERY. */
  public String state() {
    return null;
  }

  /** Counter values by name (snake_case). */
  public Map<String, Long> counters() {
    return null;
  }

  /** 0 (no local listener is behind) .. 100 (full): slows the ring's senders while above 50. */
  public void congestion(int percent) {}
}
