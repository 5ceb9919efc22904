package io.evs.counter;

import io.evs.state.StateLogic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A number, and what is done to it. */
final class CounterLogic implements StateLogic<CounterLogic.Value, CounterLogic.Command, Long> {
  /** The number. */
  static final class Value {
    long now;
  }

  /** What is done to the number. */
  sealed interface Command {}

  /** Adds; the answer is the sum. */
  record Add(long delta) implements Command {}

  /** Replaces it if it is as expected; the answer is what it was. */
  record Replace(long expected, long next) implements Command {}

  @Override
  public Value begin() {
    return new Value();
  }

  @Override
  public Long apply(Value value, Command command) {
    long before = value.now;
    if (command instanceof Add add) {
      value.now = Math.addExact(before, add.delta());
      return value.now;
    }
    if (command instanceof Replace replace && replace.expected() == before) {
      value.now = replace.next();
    }
    return before;
  }

  @Override
  public void writeCommand(Command command, DataOutput to) throws IOException {
    if (command instanceof Add add) {
      to.writeByte(1);
      to.writeLong(add.delta());
    } else if (command instanceof Replace replace) {
      to.writeByte(2);
      to.writeLong(replace.expected());
      to.writeLong(replace.next());
    }
  }

  @Override
  public Command readCommand(DataInput from) throws IOException {
    return switch (from.readByte()) {
      case 1 -> new Add(from.readLong());
      case 2 -> new Replace(from.readLong(), from.readLong());
      default -> throw new IOException("no command of a counter");
    };
  }

  @Override
  public void writeState(Value value, DataOutput to) throws IOException {
    to.writeLong(value.now);
  }

  @Override
  public Value readState(DataInput from) throws IOException {
    Value value = new Value();
    value.now = from.readLong();
    return value;
  }
}
