package io.evs.sim;

import io.evs.state.replica.Machine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** A state that remembers every command, with a digest of all and their order. */
final class CommandList implements Machine {
  private static final long PRIME = 0x100000001B3L;

  private final Set<Long> commands = new LinkedHashSet<>();
  private final LongConsumer applied;
  private long digest;

  CommandList(LongConsumer applied) {
    this.applied = applied;
  }

  boolean has(long command) {
    return commands.contains(command);
  }

  /** Depends on all commands, on their order, and on how often each was applied. */
  long digest() {
    return digest;
  }

  private void add(long command) {
    commands.add(command);
    digest = (digest ^ command) * PRIME + 1;
  }

  @Override
  public void begin() {
    commands.clear();
    digest = 0;
  }

  @Override
  public Object apply(byte[] command) {
    long id = ByteBuffer.wrap(command).getLong();
    add(id);
    applied.accept(id);
    return digest;
  }

  @Override
  public List<byte[]> snapshot(int chunkBytes) {
    ByteBuffer all = ByteBuffer.allocate(Long.BYTES * (1 + commands.size()));
    all.putLong(digest);
    commands.forEach(all::putLong);
    all.flip();
    List<byte[]> chunks = new ArrayList<>();
    while (all.hasRemaining()) {
      byte[] chunk = new byte[Math.min(chunkBytes, all.remaining())];
      all.get(chunk);
      chunks.add(chunk);
    }
    return chunks;
  }

  private static List<Long> read(List<byte[]> chunks) {
    ByteBuffer all = ByteBuffer.allocate(chunks.stream().mapToInt(each -> each.length).sum());
    chunks.forEach(all::put);
    all.flip();
    List<Long> numbers = new ArrayList<>();
    while (all.hasRemaining()) {
      numbers.add(all.getLong());
    }
    return numbers;
  }

  @Override
  public void load(List<byte[]> chunks) {
    List<Long> numbers = read(chunks);
    commands.clear();
    commands.addAll(numbers.subList(1, numbers.size()));
    digest = numbers.get(0);
  }

  @Override
  public void merge(List<byte[]> chunks) {
    List<Long> numbers = read(chunks);
    numbers.subList(1, numbers.size()).stream()
        .filter(each -> !commands.contains(each))
        .forEach(this::add);
  }
}
