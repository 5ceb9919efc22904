import io.evs.state.StateLogic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A map of texts, and what its commands do to it: the same at every member. */
final class Entries implements StateLogic<TreeMap<String, String>, Entries.Put, String> {
  /**
   * A command: puts a value. Its answer is the value before, or null.
   *
   * @param key the key
   * @param value the value; empty takes the key away
   */
  record Put(String key, String value) {}

  @Override
  public TreeMap<String, String> begin() {
    return new TreeMap<>();
  }

  @Override
  public String apply(TreeMap<String, String> map, Put put) {
    return put.value().isEmpty() ? map.remove(put.key()) : map.put(put.key(), put.value());
  }

  @Override
  public void writeCommand(Put put, DataOutput to) throws IOException {
    to.writeUTF(put.key());
    to.writeUTF(put.value());
  }

  @Override
  public Put readCommand(DataInput from) throws IOException {
    return new Put(from.readUTF(), from.readUTF());
  }

  @Override
  public void writeState(TreeMap<String, String> map, DataOutput to) throws IOException {
    to.writeInt(map.size());
    for (Map.Entry<String, String> each : map.entrySet()) {
      writeCommand(new Put(each.getKey(), each.getValue()), to);
    }
  }

  @Override
  public TreeMap<String, String> readState(DataInput from) throws IOException {
    TreeMap<String, String> map = begin();
    for (int left = from.readInt(); left > 0; left--) {
      apply(map, readCommand(from));
    }
    return map;
  }

  /** Two parts of a ring went on apart: what one of them alone has is kept, else the first wins. */
  @Override
  public TreeMap<String, String> merge(
      TreeMap<String, String> goesOn, TreeMap<String, String> other) {
    other.forEach(goesOn::putIfAbsent);
    return goesOn;
  }
}
