package io.evs.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an application replicates: a state, commands that change it, and both in bytes. All is
 * called on the thread of the {@link ReplicatedState}, one call at a time, and must be the same at
 * every member: no clock, no chance, no order of a hash table, nothing read from outside.
 *
 * @param <S> the state, an object that is changed in place
 * @param <C> a command
 * @param <R> the answer to a command; it never travels
 */
public interface StateLogic<S, C, R> {
  /** The state that everybody begins with. */
  S begin();

  /**
   * Applies a command. What it throws fails the command at whoever submitted it, and must leave the
   * same state everywhere.
   */
  @Nullable R apply(S state, C command);

  /** Writes a command, 1 MiB less 64 bytes at most. */
  void writeCommand(C command, DataOutput to) throws IOException;

  /**
   * Reads a command that a member sent.
   *
   * @throws IOException if it is none; it is then left out everywhere
   */
  C readCommand(DataInput from) throws IOException;

  /** Writes the state, 2 GiB at most: equal states as equal bytes. */
  void writeState(S state, DataOutput to) throws IOException;

  /**
   * Reads a state that a member sent.
   *
   * @throws IOException if it is none; the handle then ends
   */
  S readState(DataInput from) throws IOException;

  /**
   * Makes one state of two, where parts of a ring without quorum come together. Both have what was
   * applied before the ring was cut. Called once for each part, with that which goes on in front;
   * unless an application says otherwise, what others did apart is lost.
   *
   * @return the state that goes on; it may be the first one, changed
   */
  default S merge(S goesOn, S other) {
    return goesOn;
  }
}
