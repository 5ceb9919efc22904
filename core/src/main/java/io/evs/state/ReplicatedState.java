package io.evs.state;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.service.ServiceThread;
import io.evs.state.replica.Pace;
import io.evs.state.replica.StateEffects;
import io.evs.state.replica.StateParticipant;
import io.evs.text.Names;
import io.evs.text.Spans;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A state that all who open it by the same name on the members of a ring have alike. Commands are
 * applied in the order of the stream at each of them; whoever opens it later gets the state as of
 * one place in the order, and then exactly the commands behind it.
 *
 * <p>With quorum, commands are applied in primary rings only, and the state of the newest primary
 * ring wins where parts of a ring come together. Without, each part goes on, and {@link
 * StateLogic#merge} makes one state of them. It is kept in memory: when all who have it are gone,
 * the next one begins with {@link StateLogic#begin}.
 *
 * <p>Any thread may call; what this completes, it completes on a thread of its own, which must not
 * be blocked.
 *
 * @param <S> the state
 * @param <C> a command
 * @param <R> the answer to a command
 */
public final class ReplicatedState<S, C, R> implements AutoCloseable {
  /** Longest name in bytes. */
  public static final int NAME_MAX_BYTES = 20;

  /** Most commands without an answer; {@link #submit} waits while there are so many. */
  public static final int PENDING_MAX = 8192;

  /** Only who administers a node may be in such a group there, and so speak for a state. */
  private static final String GROUP_PREFIX = "~evs-state:";

  private static final int COMMAND_MAX_BYTES = Evs.MESSAGE_MAX_BYTES - 64;

  /** Room for commands without an answer. */
  private static final class Room extends Semaphore {
    private static final long serialVersionUID = 1L;

    Room() {
      super(PENDING_MAX);
    }

    /** For the thread of the state, which must not wait for itself. */
    void takeAnyway() {
      reducePermits(1);
    }
  }

  private final String name;
  private final ServiceThread thread;
  private final MachineOf<S, C, R> machine;
  private final StateListener listener;
  private final StateParticipant participant;
  private final Room room = new Room();
  private final Map<Long, CompletableFuture<@Nullable R>> answers = new HashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private long lastNumber;

  private ReplicatedState(
      EvsMember member, String name, StateLogic<S, C, R> logic, StateListener listener) {
    this.name = name;
    this.listener = listener;
    this.machine = new MachineOf<>(logic);
    this.thread = new ServiceThread(member, "state " + name, new Group(GROUP_PREFIX + name));
    this.participant = new StateParticipant(thread.self(), machine, new Outcomes(), Pace.USUAL);
    thread.begin(new Events());
  }

  /** As {@link #open(EvsMember, String, StateLogic, StateListener)}, telling nobody. */
  public static <S, C, R> ReplicatedState<S, C, R> open(
      EvsMember member, String name, StateLogic<S, C, R> logic) {
    return open(member, name, logic, new StateListener() {});
  }

  /**
   * Takes part in a state of a member's ring.
   *
   * @param name 1 to 20 bytes without control characters; all who use it must have the same logic
   * @throws EvsException as {@link EvsMember#open(EvsListener)}; ACCESS at a daemon whose node this
   *     user does not administer; INVALID_PARAM for a name that cannot be
   */
  public static <S, C, R> ReplicatedState<S, C, R> open(
      EvsMember member, String name, StateLogic<S, C, R> logic, StateListener listener) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > NAME_MAX_BYTES || Names.hasControl(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a state's name is 1 to " + NAME_MAX_BYTES + " bytes without control characters");
    }
    return new ReplicatedState<>(member, name, logic, listener);
  }

  /** As {@link #submit(Guarantee, Object)}, answered when every member has it. */
  public CompletableFuture<@Nullable R> submit(C command) {
    return submit(Guarantee.SAFE, command);
  }

  /**
   * Submits a command. Waits while {@link #PENDING_MAX} have no answer; while the state is on its
   * way to this member, the command waits for it.
   *
   * @param guarantee SAFE: answered when every member of the ring has the command, so that it is
   *     not lost while one of them goes on; else as soon as it is applied here
   * @return the answer, when the command was applied here. Fails with what {@link StateLogic#apply}
   *     threw, or an {@link EvsException}: TRY_AGAIN if the ring is not primary, and nobody applied
   *     it; NO_RESOURCES if it was ordered where this member had not the state, so that others may
   *     have applied it; or what ended the handle
   * @throws EvsException INVALID_PARAM for a command of more than 1 MiB less 64 bytes; TIMEOUT if
   *     the thread is interrupted
   */
  public CompletableFuture<@Nullable R> submit(Guarantee guarantee, C command) {
    byte[] bytes = machine.write(command);
    if (bytes.length > COMMAND_MAX_BYTES) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a command of " + bytes.length + " bytes is too large; use at most " + COMMAND_MAX_BYTES);
    }
    CompletableFuture<@Nullable R> answer = new CompletableFuture<>();
    takeRoom();
    boolean safe = guarantee.effective() == Guarantee.SAFE;
    thread.run(
        () -> {
          // The participant may answer before it returns the number: it counts as this does.
          answers.put(++lastNumber, answer);
          participant.submit(System.nanoTime(), bytes, safe);
        },
        reason -> {
          room.release();
          answer.completeExceptionally(reason);
        });
    return answer;
  }

  private void takeRoom() {
    if (thread.isCurrent()) {
      room.takeAnyway();
      return;
    }
    try {
      while (!room.tryAcquire(50, TimeUnit.MILLISECONDS)) {
        EvsException reason = thread.ended();
        if (reason != null) {
          throw reason;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    }
  }

  /**
   * Reads the state as it is here in the order, on its thread, when it is there. What others did
   * last may be missing; whoever must see it submits a command that reads.
   *
   * @param reader takes what it needs out of the state; must not keep or change it
   */
  public <T> CompletableFuture<T> read(Function<S, T> reader) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    ready.whenComplete(
        (there, failure) ->
            thread.run(
                () -> {
                  try {
                    answer.complete(reader.apply(machine.state()));
                  } catch (RuntimeException failed) {
                    answer.completeExceptionally(failed);
                  }
                },
                answer::completeExceptionally));
    return answer;
  }

  /** Where the state is, with its digest: writes all of it. */
  public CompletableFuture<StateInfo> info() {
    return read(state -> infoHere());
  }

  private StateInfo infoHere() {
    List<byte[]> chunks = machine.snapshot(1 << 20);
    return new StateInfo(
        participant.isReady(),
        participant.applied(),
        chunks.stream().mapToLong(each -> each.length).sum(),
        StateParticipant.digest(chunks),
        participant.seniors());
  }

  /** Completes when the state is there for the first time; fails with what ended it before. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /**
   * Waits until the state is there for the first time.
   *
   * @throws EvsException TIMEOUT if it is not there in time; what ended it
   */
  public void awaitReady(Duration timeout) {
    try {
      ServiceThread.await(ready(), timeout);
    } catch (TimeoutException late) {
      throw new EvsException(
          EvsException.Code.TIMEOUT,
          "state " + name + " was not there in " + Spans.millis(timeout) + " ms",
          late);
    }
  }

  /** Takes part no more; what was submitted and has no answer fails. */
  @Override
  public void close() {
    thread.close();
  }

  /** Events of the handle, on the thread of the state. */
  private final class Events implements ServiceThread.Service {
    @Override
    public void configuration(long now, ConfigurationChange change) {
      participant.configuration(now, change);
    }

    @Override
    public void group(long now, GroupChange change) {
      participant.group(now, change);
    }

    @Override
    public void message(long now, Delivery delivery) {
      participant.message(now, delivery.sender(), delivery.payload());
    }

    @Override
    public long deadline() {
      return participant.deadline();
    }

    @Override
    public void timers(long now) {
      participant.timers(now);
    }

    @Override
    public void ended(EvsException reason) {
      List.copyOf(answers.values())
          .forEach(
              each -> {
                room.release();
                each.completeExceptionally(reason);
              });
      answers.clear();
      ready.completeExceptionally(reason);
      listener.onEnd(reason);
    }
  }

  /** What the participant wants, on the thread of the state. */
  private final class Outcomes implements StateEffects {
    @Override
    public void send(byte[] payload, boolean safe) {
      thread.send(safe ? Guarantee.SAFE : Guarantee.AGREED, payload);
    }

    private @Nullable CompletableFuture<@Nullable R> take(long number) {
      CompletableFuture<@Nullable R> answer = answers.remove(number);
      if (answer != null) {
        room.release();
      }
      return answer;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void answered(long number, @Nullable Object value) {
      CompletableFuture<@Nullable R> answer = take(number);
      if (answer != null) {
        answer.complete((R) value);
      }
    }

    @Override
    public void threw(long number, RuntimeException failure) {
      CompletableFuture<@Nullable R> answer = take(number);
      if (answer != null) {
        answer.completeExceptionally(failure);
      }
    }

    @Override
    public void refused(long number, StateEffects.Refusal why) {
      threw(
          number,
          why == StateEffects.Refusal.NOT_PRIMARY
              ? new EvsException(
                  EvsException.Code.TRY_AGAIN,
                  "the ring is not primary; the command was not applied")
              : new EvsException(
                  EvsException.Code.NO_RESOURCES,
                  "the ring changed; the command may have been applied, its answer is lost"));
    }

    @Override
    public void ready(boolean isReady) {
      if (isReady) {
        ready.complete(null);
      }
      listener.onReady(isReady);
    }

    @Override
    public void differ(List<GroupMember> members) {
      listener.onDifference(members);
    }

    @Override
    public void ended(String why) {
      thread.end(new EvsException(EvsException.Code.LIBRARY, "state " + name + ": " + why));
    }
  }
}
