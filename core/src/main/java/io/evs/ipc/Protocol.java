package io.evs.ipc;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;

/** Numbers of the protocol between daemon and clients; docs/ipc.md describes it. */
final class Protocol {
  /** The bytes {@code EVS1}, read as a little-endian number. */
  static final int MAGIC = 0x31535645;

  static final int VERSION = 1;

  /** Length, type and id. */
  static final int HEADER_BYTES = 9;

  /** What the length counts at least: type and id. */
  static final int LENGTH_MIN = 5;

  /** Where the number of a request is in a frame, behind length and type. */
  static final int ID_AT = 5;

  /** A client's first frame may not be longer than this. */
  static final int HELLO_MAX_BYTES = 512;

  static final int NAME_MAX_BYTES = 255;
  static final int TEXT_MAX_BYTES = 1024;

  /** A list of groups on the wire at most: count, and length and bytes of each. */
  static final int GROUPS_MAX_BYTES = 1 + Evs.GROUPS_MAX * (2 + Group.NAME_MAX_BYTES);

  /** Longest frame of a client: a message of 1 MiB to 50 groups, with the number of its handle. */
  static final int CLIENT_FRAME_MAX_BYTES =
      LENGTH_MIN + Integer.BYTES + 1 + GROUPS_MAX_BYTES + Evs.MESSAGE_MAX_BYTES;

  /** Longest frame of a daemon. */
  static final int SERVER_FRAME_MAX_BYTES = 64 << 20;

  static final int PING_MAX_BYTES = 1024;

  /** What a client's window is unless it chooses another. */
  static final int DEFAULT_WINDOW_BYTES = 4 << 20;

  // From the client.
  static final byte HELLO = 0x01;
  static final byte OPEN = 0x02;
  static final byte CLOSE = 0x03;
  static final byte JOIN = 0x04;
  static final byte LEAVE = 0x05;
  static final byte MULTICAST = 0x06;
  static final byte MULTICAST_JOINED = 0x07;
  static final byte MEMBERSHIP = 0x08;
  static final byte GROUPS = 0x09;
  static final byte STATUS = 0x0a;
  static final byte PING = 0x0b;
  static final byte CREDIT = 0x0c;
  static final byte STATUS_ALL = 0x0d;
  static final byte OPEN_OPERATOR = 0x0e;
  static final byte MULTICAST_TOLD = 0x0f;

  // From the daemon: the connection, answers, events.
  static final byte WELCOME = (byte) 0x80;
  static final byte ERROR = (byte) 0x81;
  static final byte DONE = (byte) 0x82;
  static final byte FAILED = (byte) 0x83;
  static final byte OPENED = (byte) 0x84;
  static final byte MEMBERSHIP_IS = (byte) 0x85;
  static final byte GROUPS_ARE = (byte) 0x86;
  static final byte STATUS_IS = (byte) 0x87;
  static final byte PONG = (byte) 0x88;
  static final byte STATUS_ALL_IS = (byte) 0x89;
  static final byte DELIVERED = (byte) 0x8a;
  static final byte CONFIGURATION = (byte) 0x90;
  static final byte GROUP_CHANGE = (byte) 0x91;
  static final byte MESSAGE = (byte) 0x92;
  static final byte DISCONNECTED = (byte) 0x93;

  private Protocol() {}

  /** The code with that number; LIBRARY for one that is not known. */
  static EvsException.Code code(int value) {
    for (EvsException.Code each : EvsException.Code.values()) {
      if (each.value() == value) {
        return each;
      }
    }
    return EvsException.Code.LIBRARY;
  }
}
