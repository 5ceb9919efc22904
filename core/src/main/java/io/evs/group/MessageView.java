package io.evs.group;

import io.evs.Group;
import io.evs.RingId;
import java.util.List;

/** A delivered message during its delivery; every value is valid only during the call. */
public interface MessageView {
  /** Is shown names of groups. */
  @FunctionalInterface
  interface Names {
    /** A name's bytes; valid only during the call. */
    void name(byte[] data, int offset, int length);
  }

  /** Node id of the sender, unsigned. */
  int senderNode();

  /** Incarnation of the sender. */
  long senderIncarnation();

  /** Process id of the sender, unsigned 32 bits. */
  long senderProcess();

  /** Number of the message among those of this sender and incarnation, from 1. */
  long messageNumber();

  /** Whether it was sent for safe delivery. */
  boolean safe();

  /** The ring in which it was ordered. */
  RingId ring();

  /** Sequence number of the packet that completed it. */
  int sequence();

  /** The groups it was sent to; allocates. */
  List<Group> groups();

  /** Whether one of its groups has this name; does not allocate. */
  boolean isFor(byte[] groupName);

  /** Shows the name of each of its groups, in their order; does not allocate. */
  void names(Names names);

  /** Bytes of payload. */
  int payloadLength();

  /** A copy of the payload. */
  byte[] payload();

  /** CRC32 of the payload. */
  long payloadHash();
}
