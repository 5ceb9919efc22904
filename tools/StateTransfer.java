import io.evs.Guarantee;
import io.evs.ipc.EvsClient;
import io.evs.state.ReplicatedState;
import io.evs.state.StateLogic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A replicated state of many megabytes: {@code SOCKET update MEGABYTES PER_SECOND SECONDS} has it
 * and changes it, {@code SOCKET join MEGABYTES} joins, and both tell the state's digest.
 */
final class StateTransfer {
  private static final int IN_FLIGHT = 4096;
  private static final int MIB = 1 << 20;

  /** The state is bytes; a command sets eight of them, or all of them by a seed. */
  record Command(int at, long value) {}

  private static final int FILL = -1;

  private record Bytes(int size) implements StateLogic<byte[], Command, Long> {
    @Override
    public byte[] begin() {
      return new byte[size];
    }

    @Override
    public Long apply(byte[] state, Command command) {
      if (command.at() == FILL) {
        new SplittableRandom(command.value()).nextBytes(state);
      } else {
        ByteBuffer.wrap(state).putLong(command.at(), command.value());
      }
      return command.value();
    }

    @Override
    public void writeCommand(Command command, DataOutput to) throws IOException {
      to.writeInt(command.at());
      to.writeLong(command.value());
    }

    @Override
    public Command readCommand(DataInput from) throws IOException {
      return new Command(from.readInt(), from.readLong());
    }

    @Override
    public void writeState(byte[] state, DataOutput to) throws IOException {
      to.write(state);
    }

    @Override
    public byte[] readState(DataInput from) throws IOException {
      byte[] state = new byte[size];
      from.readFully(state);
      return state;
    }
  }

  public static void main(String[] args) throws Exception {
    int size = Integer.parseInt(args[2]) * MIB;
    long begin = System.nanoTime();
    try (EvsClient client = EvsClient.connect(Path.of(args[0]), "state-transfer");
        var state = ReplicatedState.open(client, "transfer", new Bytes(size))) {
      state.awaitReady(Duration.ofMinutes(5));
      System.out.printf("%s has the state after %,d ms%n", args[1], millisSince(begin));
      if (args[1].equals("update")) {
        update(state, size, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      } else {
        while (state.read(bytes -> ByteBuffer.wrap(bytes).getLong(0)).get() != FILL) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      String digest = state.read(StateTransfer::digest).get();
      System.out.printf("%s: digest %s, peak memory %s%n", args[1], digest, peak());
    }
  }

  private static void update(
      ReplicatedState<byte[], Command, Long> state, int size, int perSecond, int seconds)
      throws Exception {
    state.submit(new Command(FILL, 1)).get();
    System.out.println("update: begins");
    Semaphore room = new Semaphore(IN_FLIGHT);
    AtomicLong slowest = new AtomicLong();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    SplittableRandom random = new SplittableRandom(2);
    long begin = System.nanoTime();
    long shown = begin;
    for (long sent = 0; System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds); sent++) {
      room.acquire();
      long asked = System.nanoTime();
      Command command = new Command(8 + random.nextInt(size - 16), sent);
      state
          .submit(Guarantee.AGREED, command)
          .whenComplete(
              (value, failure) -> {
                room.release();
                slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
                (failure == null ? answered : failed).incrementAndGet();
              });
      long due = begin + sent * 1_000_000_000L / perSecond;
      if (due - asked > 1_000_000) {
        TimeUnit.NANOSECONDS.sleep(due - asked);
      }
      if (asked - shown >= 1_000_000_000L) {
        System.out.printf(
            "update: second %d, %,d updates, slowest answer %,d ms, %d failed%n",
            TimeUnit.NANOSECONDS.toSeconds(asked - begin),
            answered.getAndSet(0),
            slowest.getAndSet(0) / 1_000_000,
            failed.get());
        shown = asked;
      }
    }
    room.acquire(IN_FLIGHT);
    state.submit(new Command(0, FILL)).get();
  }

  private static String digest(byte[] state) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(state), 0, 8);
    } catch (java.security.NoSuchAlgorithmException none) {
      throw new AssertionError(none);
    }
  }

  private static String peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return line.substring("VmHWM:".length()).strip();
      }
    }
    return "unknown";
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
