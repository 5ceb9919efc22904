package io.evs.ipc.frame;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;

/** Numbers of the protocol between daemon and clients; docs/ipc.md describes it. */
public final class Protocol {
  /** The bytes {@code EVS1}, read as a little-endian number. */
  public static final int MAGIC = 0x31535645;

  /** The newest version; a daemon serves clients of all before it, too. */
  public static final int VERSION = 2;

  /** The first one with locks. */
  public static final int VERSION_OF_LOCKS = 2;

  /** Length, type and id. */
  public static final int HEADER_BYTES = 9;

  /** What the length counts at least: type and id. */
  public static final int LENGTH_MIN = 5;

  /** Where the number of a request is in a frame, behind length and type. */
  public static final int ID_AT = 5;

  /** A client's first frame may not be longer than this. */
  public static final int HELLO_MAX_BYTES = 512;

  public static final int NAME_MAX_BYTES = 255;
  static final int TEXT_MAX_BYTES = 1024;

  /** A list of groups on the wire at most: count, and length and bytes of each. */
  public static final int GROUPS_MAX_BYTES = 1 + Evs.GROUPS_MAX * (2 + Group.NAME_MAX_BYTES);

  /** Longest frame of a client: a message of 1 MiB to 50 groups, with the number of its handle. */
  public static final int CLIENT_FRAME_MAX_BYTES =
      LENGTH_MIN + Integer.BYTES + 1 + GROUPS_MAX_BYTES + Evs.MESSAGE_MAX_BYTES;

  /** Longest frame of a daemon. */
  static final int SERVER_FRAME_MAX_BYTES = 64 << 20;

  public static final int PING_MAX_BYTES = 1024;

  /** What a client's window is unless it chooses another. */
  public static final int DEFAULT_WINDOW_BYTES = 4 << 20;

  // From the client.
  public static final byte HELLO = 0x01;
  public static final byte OPEN = 0x02;
  public static final byte CLOSE = 0x03;
  public static final byte JOIN = 0x04;
  public static final byte LEAVE = 0x05;
  public static final byte MULTICAST = 0x06;
  public static final byte MULTICAST_JOINED = 0x07;
  public static final byte MEMBERSHIP = 0x08;
  public static final byte GROUPS = 0x09;
  public static final byte STATUS = 0x0a;
  public static final byte PING = 0x0b;
  public static final byte CREDIT = 0x0c;
  public static final byte STATUS_ALL = 0x0d;
  public static final byte OPEN_OPERATOR = 0x0e;
  public static final byte MULTICAST_TOLD = 0x0f;
  public static final byte LOCKS_OPEN = 0x10;
  public static final byte LOCK_REQUEST = 0x11;
  public static final byte LOCK_RELEASE = 0x12;
  public static final byte LOCK_BEAT = 0x13;
  public static final byte LOCK_LIST = 0x14;
  public static final byte LOCK_WATCH = 0x15;
  public static final byte EVENTS = 0x20;
  public static final byte CONTROL = 0x21;
  public static final byte FLIGHT = 0x22;

  /** What CONTROL may ask for. */
  public static final byte CONTROL_LEAVE = 0;

  public static final byte CONTROL_LOG_LEVEL = 1;

  // From the daemon: the connection, answers, events.
  public static final byte WELCOME = (byte) 0x80;
  public static final byte ERROR = (byte) 0x81;
  public static final byte DONE = (byte) 0x82;
  public static final byte FAILED = (byte) 0x83;
  public static final byte OPENED = (byte) 0x84;
  public static final byte MEMBERSHIP_IS = (byte) 0x85;
  public static final byte GROUPS_ARE = (byte) 0x86;
  public static final byte STATUS_IS = (byte) 0x87;
  public static final byte PONG = (byte) 0x88;
  public static final byte STATUS_ALL_IS = (byte) 0x89;
  public static final byte DELIVERED = (byte) 0x8a;
  public static final byte EVENTS_ARE = (byte) 0xa0;
  public static final byte FLIGHT_IS = (byte) 0xa1;
  public static final byte LOCKS_OPENED = (byte) 0xb0;
  public static final byte LOCK_GRANTED = (byte) 0xb1;
  public static final byte LOCK_LOST = (byte) 0xb2;
  public static final byte LOCK_LEASE = (byte) 0xb3;
  public static final byte LOCKS_ARE = (byte) 0xb4;
  public static final byte LOCK_IS = (byte) 0xb5;
  public static final byte CONFIGURATION = (byte) 0x90;
  public static final byte GROUP_CHANGE = (byte) 0x91;
  public static final byte MESSAGE = (byte) 0x92;
  public static final byte DISCONNECTED = (byte) 0x93;

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
