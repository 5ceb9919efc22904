package io.evs;

import io.evs.text.Names;
import java.nio.charset.StandardCharsets;

/**
 * Name of a group: 1 to 32 bytes of UTF-8 (struct evs_group holds 32 bytes, zero-padded).
 *
 * <p>A value like a record, and no record only because it keeps the encoded name: sending a message
 * must not encode it each time.
 */
public final class Group implements Comparable<Group> {
  /** Longest name in bytes, as in EVS. */
  public static final int NAME_MAX_BYTES = 32;

  private final String name;
  private final byte[] utf8;

  /**
   * A group of this name.
   *
   * @param name the name as text; no control characters
   * @throws EvsException with {@link EvsException.Code#INVALID_PARAM} if it is empty, longer than
   *     32 bytes in UTF-8, or contains a control character or half a surrogate pair, which has no
   *     UTF-8 and would be the group of another name
   */
  public Group(String name) {
    this.name = name;
    this.utf8 = name.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length < 1 || length > NAME_MAX_BYTES) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "group name \"" + name + "\" has " + length + " bytes; use 1 to " + NAME_MAX_BYTES);
    }
    if (!new String(utf8, StandardCharsets.UTF_8).equals(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "group name contains half a character, which has no bytes in UTF-8");
    }
    if (Names.hasControl(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM, "group name contains a control character");
    }
  }

  /**
   * As {@link #Group(String)}.
   *
   * @throws EvsException INVALID_PARAM as that
   */
  public static Group of(String name) {
    return new Group(name);
  }

  /** The name as text. */
  public String name() {
    return name;
  }

  /** The bytes that travel on the ring; a copy. */
  public byte[] bytes() {
    return utf8.clone();
  }

  /** How many bytes travel on the ring. */
  public int byteLength() {
    return utf8.length;
  }

  /** Writes the bytes that travel on the ring; returns the offset behind them. */
  public int writeTo(byte[] target, int offset) {
    System.arraycopy(utf8, 0, target, offset, utf8.length);
    return offset + utf8.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Group group && name.equals(group.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public int compareTo(Group other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
