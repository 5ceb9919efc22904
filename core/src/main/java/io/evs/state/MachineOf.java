package io.evs.state;

import io.evs.state.replica.Machine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application's state as a machine of bytes. */
final class MachineOf<S, C, R> implements Machine {
  private final StateLogic<S, C, R> logic;
  private S state;

  MachineOf(StateLogic<S, C, R> logic) {
    this.logic = logic;
    this.state = logic.begin();
  }

  S state() {
    return state;
  }

  byte[] write(C command) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      logic.writeCommand(command, new DataOutputStream(bytes));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return bytes.toByteArray();
  }

  @Override
  public void begin() {
    state = logic.begin();
  }

  @Override
  public @Nullable Object apply(byte[] command) {
    C read;
    try {
      read = logic.readCommand(new DataInputStream(new ByteArrayInputStream(command)));
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    return logic.apply(state, read);
  }

  @Override
  public List<byte[]> snapshot(int chunkBytes) {
    Chunks chunks = new Chunks(chunkBytes);
    try {
      logic.writeState(state, new DataOutputStream(chunks));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return chunks.all();
  }

  @Override
  public void load(List<byte[]> chunks) {
    state = read(chunks);
  }

  @Override
  public void merge(List<byte[]> chunks) {
    state = logic.merge(state, read(chunks));
  }

  private S read(List<byte[]> chunks) {
    List<InputStream> streams =
        chunks.stream().<InputStream>map(ByteArrayInputStream::new).toList();
    try (DataInputStream from =
        new DataInputStream(new SequenceInputStream(Collections.enumeration(streams)))) {
      S read = logic.readState(from);
      if (from.read() >= 0) {
        throw new IllegalArgumentException("the state is longer than what was read of it");
      }
      return read;
    } catch (IOException none) {
      throw new IllegalArgumentException(none);
    }
  }

  /** Cuts what is written into pieces; at least one. */
  private static final class Chunks extends OutputStream {
    private final List<byte[]> full = new ArrayList<>();
    private final int chunkBytes;
    private byte[] last;
    private int used;

    Chunks(int chunkBytes) {
      this.chunkBytes = chunkBytes;
      this.last = new byte[chunkBytes];
    }

    @Override
    public void write(int one) {
      if (used == chunkBytes) {
        next();
      }
      last[used++] = (byte) one;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == chunkBytes) {
          next();
        }
        int part = Math.min(length - done, chunkBytes - used);
        System.arraycopy(from, offset + done, last, used, part);
        used += part;
        done += part;
      }
    }

    private void next() {
      full.add(last);
      last = new byte[chunkBytes];
      used = 0;
    }

    List<byte[]> all() {
      full.add(Arrays.copyOf(last, used));
      return full;
    }
  }
}
