package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.counter.CounterLogics;
import io.evs.sim.options.SimOptions;
import io.evs.state.Machines;
import io.evs.state.StateLogic;
import io.evs.state.replica.Machine;
import io.evs.state.replica.StateParticipant;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logics of applications in runs whose nodes crash and whose network is cut: the map of
 * examples/key-value, and counters. Behind the same commands each has the same state at all.
 */
class LogicsTest {
  private static final int SEEDS = 12;
  private static final int KEYS = 17;

  /** States by the digest of the commands that led to them, of all processes of a run. */
  private final Map<Long, String> states = new HashMap<>();

  private final List<String> differences = new ArrayList<>();
  private int loaded;

  /** A logic beside the list of commands that the run checks: both have the same history. */
  private final class Beside implements Machine {
    private final CommandList list;
    private final Machine logic;
    private final LongFunction<byte[]> commands;

    Beside(Machine list, Machine logic, LongFunction<byte[]> commands) {
      this.list = (CommandList) list;
      this.logic = logic;
      this.commands = commands;
    }

    @Override
    public void begin() {
      list.begin();
      logic.begin();
    }

    @Override
    public Object apply(byte[] command) {
      logic.apply(commands.apply(ByteBuffer.wrap(command).getLong()));
      Object answer = list.apply(command);
      compare();
      return answer;
    }

    private void compare() {
      String now = HexFormat.of().formatHex(joined(logic.snapshot(64)));
      String other = states.putIfAbsent(list.digest(), now);
      if (other != null && !other.equals(now)) {
        differences.add(now + " and " + other);
      }
    }

    @Override
    public List<byte[]> snapshot(int chunkBytes) {
      byte[] first = joined(list.snapshot(chunkBytes));
      byte[] second = joined(logic.snapshot(chunkBytes));
      ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + first.length + second.length);
      all.putInt(first.length).put(first).put(second).flip();
      List<byte[]> chunks = new ArrayList<>();
      while (all.hasRemaining()) {
        byte[] chunk = new byte[Math.min(chunkBytes, all.remaining())];
        all.get(chunk);
        chunks.add(chunk);
      }
      return chunks;
    }

    @Override
    public void load(List<byte[]> chunks) {
      byte[] all = joined(chunks);
      int end = Integer.BYTES + ByteBuffer.wrap(all).getInt();
      list.load(List.of(Arrays.copyOfRange(all, Integer.BYTES, end)));
      logic.load(List.of(Arrays.copyOfRange(all, end, all.length)));
      loaded++;
      compare();
    }

    @Override
    public void merge(List<byte[]> chunks) {
      throw new AssertionError("with quorum one side alone goes on");
    }
  }

  private static byte[] joined(List<byte[]> chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static SimOptions options(long seed) {
    return SimOptions.of(
        values -> {
          values.seed = seed;
          values.nodes = 4;
          values.messages = 20;
          values.loss = seed % 3 == 0 ? 0.2 : 0;
          values.spanNanos = 5_000_000_000L;
          values.partitions = 5;
          values.oddLinks = 0.7;
          values.crashes = 3;
          values.state = true;
          values.quorum = "majority";
        });
  }

  private SimResult run(long seed, Supplier<Machine> logics, LongFunction<byte[]> commands) {
    states.clear();
    return StateLoad.run(
        options(seed),
        null,
        (self, machine, effects, pace) ->
            new StateParticipant(self, new Beside(machine, logics.get(), commands), effects, pace));
  }

  private void allHaveOneState(Supplier<Machine> logics, LongFunction<byte[]> commands) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimResult result = run(seed, logics, commands);
      assertThat(result.ok()).as(result.summary()).isTrue();
      assertThat(states).as("seed %d", seed).hasSizeGreaterThan(10);
      assertThat(differences).as("seed %d", seed).isEmpty();
    }
    assertThat(loaded).as("joiners that were told the state").isPositive();
  }

  /** Puts, and now and then takes away. */
  private static byte[] put(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      to.writeUTF("key" + number % KEYS);
      to.writeUTF(number % 5 == 0 ? "" : "value" + number);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return bytes.toByteArray();
  }

  /** Adds, and now and then replaces what may be there. */
  private static byte[] count(long number) {
    ByteBuffer to = ByteBuffer.allocate(1 + 2 * Long.BYTES);
    if (number % 4 != 0) {
      return Arrays.copyOf(to.put((byte) 1).putLong(number % 7 - 2).array(), 1 + Long.BYTES);
    }
    return to.put((byte) 2).putLong(number % 11).putLong(number % 13).array();
  }

  private static Supplier<StateLogic<?, ?, ?>> example(Path folder) throws Exception {
    String library =
        Path.of(StateLogic.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    String source =
        Path.of("..", "examples", "key-value", "src", "main", "java", "Entries.java").toString();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", library, "-d", folder.toString(), source);
    assertThat(failed).isZero();
    URL[] classes = {folder.toUri().toURL()};
    URLClassLoader loader = new URLClassLoader(classes, StateLogic.class.getClassLoader());
    Constructor<?> made = loader.loadClass("Entries").getDeclaredConstructor();
    made.setAccessible(true);
    return () -> {
      try {
        return (StateLogic<?, ?, ?>) made.newInstance();
      } catch (ReflectiveOperationException wrong) {
        throw new AssertionError(wrong);
      }
    };
  }

  @Test
  void theMapOfTheExampleIsTheSameAtAll(@TempDir Path folder) throws Exception {
    Supplier<StateLogic<?, ?, ?>> entries = example(folder);
    allHaveOneState(() -> Machines.of(entries.get()), LogicsTest::put);
  }

  @Test
  void aCounterIsTheSameAtAll() {
    allHaveOneState(() -> Machines.of(CounterLogics.create()), LogicsTest::count);
  }

  /** What counts commands since the process has begun, and not those of the state. */
  @Test
  void aLogicThatIsNotTheSameEverywhereIsFound() {
    boolean passes = true;
    for (long seed = 1; seed <= SEEDS && passes; seed++) {
      passes = run(seed, Miscounting::new, number -> new byte[0]).ok() && differences.isEmpty();
    }
    assertThat(passes).isFalse();
  }

  private static final class Miscounting implements Machine {
    private int applied;

    @Override
    public void begin() {
      applied = 0;
    }

    @Override
    public Object apply(byte[] command) {
      return ++applied;
    }

    @Override
    public List<byte[]> snapshot(int chunkBytes) {
      return List.of(new byte[] {(byte) applied});
    }

    @Override
    public void load(List<byte[]> chunks) {
      // It goes on with what it has itself.
    }

    @Override
    public void merge(List<byte[]> chunks) {
      throw new AssertionError("with quorum one side alone goes on");
    }
  }
}
