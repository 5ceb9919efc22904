package io.evs.totem.wire;

/** Why a datagram is not a packet that may be read. */
public enum Reject {
  /** It may be read. */
  NONE,
  /** Shorter than its fixed part. */
  TOO_SHORT,
  /** Longer than any packet. */
  TOO_LONG,
  /** The first two bytes are not Totem's. */
  BAD_MAGIC,
  /** Written in the other byte order. */
  BYTE_ORDER,
  /** Another protocol version. */
  BAD_VERSION,
  /** No such packet type. */
  BAD_TYPE,
  /** A list announces more than the datagram holds, or more than the limit. */
  BAD_COUNT,
  /** A field has a value that no member writes. */
  BAD_VALUE
}
