package io.evs.ipc.frame;

import io.evs.Group;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads and writes lists of groups. The last one is kept with its bytes: most messages of a row go
 * to the same groups, and need no new list, or no encoding, then. One thread.
 */
public final class GroupsCache {
  private byte[] lastBytes = {0};
  private List<Group> last = List.of();

  public List<Group> read(ByteBuffer from) throws ProtocolException {
    if (isLast(from)) {
      from.position(from.position() + lastBytes.length);
      return last;
    }
    int start = from.position();
    List<Group> groups = Wire.getGroups(from);
    byte[] bytes = new byte[from.position() - start];
    from.get(start, bytes);
    lastBytes = bytes;
    last = groups;
    return groups;
  }

  /** The bytes of a list begin with its length, so that a prefix that is equal is the list. */
  private boolean isLast(ByteBuffer from) {
    int length = lastBytes.length;
    if (last.isEmpty() || from.remaining() < length) {
      return false;
    }
    int start = from.position();
    for (int i = 0; i < length; i++) {
      if (from.get(start + i) != lastBytes[i]) {
        return false;
      }
    }
    return true;
  }

  public void put(ByteBuffer to, List<Group> groups) {
    if (groups != last && !groups.equals(last)) {
      int start = to.position();
      Wire.putGroups(to, groups);
      byte[] bytes = new byte[to.position() - start];
      to.get(start, bytes);
      lastBytes = bytes;
      last = groups;
      return;
    }
    to.put(lastBytes);
  }
}
