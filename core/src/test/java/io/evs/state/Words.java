package io.evs.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A list of words; a command adds one, and its answer is how many there are then. */
final class Words implements StateLogic<List<String>, String, Integer> {
  static final String REFUSED = "refused";

  @Override
  public List<String> begin() {
    return new ArrayList<>();
  }

  @Override
  public Integer apply(List<String> state, String command) {
    if (command.equals(REFUSED)) {
      throw new IllegalStateException("not this one");
    }
    state.add(command);
    return state.size();
  }

  @Override
  public void writeCommand(String command, DataOutput to) throws IOException {
    to.writeUTF(command);
  }

  @Override
  public String readCommand(DataInput from) throws IOException {
    return from.readUTF();
  }

  @Override
  public void writeState(List<String> state, DataOutput to) throws IOException {
    to.writeInt(state.size());
    for (String each : state) {
      to.writeUTF(each);
    }
  }

  @Override
  public List<String> readState(DataInput from) throws IOException {
    List<String> state = begin();
    for (int left = from.readInt(); left > 0; left--) {
      state.add(from.readUTF());
    }
    return state;
  }
}
