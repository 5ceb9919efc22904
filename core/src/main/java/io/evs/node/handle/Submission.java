package io.evs.node.handle;

import io.evs.Delivered;
import io.evs.Group;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What an application wants of the member, in the order in which it asked. */
public sealed interface Submission {
  /** What a change of groups counts against the send queue. */
  long CHANGE_BYTES = 128;

  /** Bytes that count against the send queue. */
  default long bytes() {
    return 0;
  }

  /** Whether it is no message. */
  default boolean isChange() {
    return true;
  }

  /** The process (handle) that asked. */
  long processId();

  /** A message; the payload belongs to the queue. Timed if it says when it was submitted. */
  record Message(
      long processId, boolean safe, List<Group> groups, byte[] payload, long submittedNanos)
      implements Submission {
    private static final int OVERHEAD_BYTES = 128;
    private static final int GROUP_BYTES = 48;

    /** A message that is not timed. */
    public Message(long processId, boolean safe, List<Group> groups, byte[] payload) {
      this(processId, safe, groups, payload, 0);
    }

    @Override
    public boolean isChange() {
      return false;
    }

    @Override
    public long bytes() {
      return bytes(groups.size(), payload.length);
    }

    /** What a message to so many groups counts. */
    public static long bytes(int groups, int payloadBytes) {
      return payloadBytes + OVERHEAD_BYTES + (long) GROUP_BYTES * groups;
    }
  }

  /**
   * A message of which is to be told when it is delivered.
   *
   * @param told to be completed when it is delivered here
   */
  record Told(Message message, CompletableFuture<Delivered> told) implements Submission {
    @Override
    public boolean isChange() {
      return false;
    }

    @Override
    public long processId() {
      return message.processId();
    }

    @Override
    public long bytes() {
      return message.bytes();
    }
  }

  /** Joins a group. */
  record Join(long processId, Group group) implements Submission {
    @Override
    public long bytes() {
      return CHANGE_BYTES;
    }
  }

  /** Leaves a group. */
  record Leave(long processId, Group group) implements Submission {
    @Override
    public long bytes() {
      return CHANGE_BYTES;
    }
  }

  /** The application closed the handle. */
  record Closed(long processId) implements Submission {}

  /** The process behind the handle is gone. */
  record Down(long processId) implements Submission {}
}
