package io.evs;

import java.nio.charset.StandardCharsets;

/**
 * Name of a group: 1 to 32 bytes of UTF-8 (struct evs_group holds 32 bytes, zero-padded).
 *
 * @param name the name as text; no control characters
 */
public record Group(String name) implements Comparable<Group> {
  /** Longest name in bytes, as in EVS. */
  public static final int NAME_MAX_BYTES = 32;

  /**
   * Checks the name.
   *
   * @throws EvsException with {@link EvsException.Code#INVALID_PARAM} if it is empty, longer than
   *     32 bytes in UTF-8, or contains a control character
   */
  public Group {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > NAME_MAX_BYTES) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "group name \"" + name + "\" has " + length + " bytes; use 1 to " + NAME_MAX_BYTES);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM, "group name contains a control character");
    }
  }

  /** The bytes that travel on the ring. */
  public byte[] bytes() {
    return name.getBytes(StandardCharsets.UTF_8);
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
