package io.evs.counter;

import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Guarantee;
import io.evs.counter.CounterLogic.Add;
import io.evs.counter.CounterLogic.Command;
import io.evs.counter.CounterLogic.Replace;
import io.evs.counter.CounterLogic.Value;
import io.evs.state.ReplicatedState;
import java.util.concurrent.CompletableFuture;

/**
 * A number that all who open it by the same name on the members of a ring have alike. Changes take
 * effect in the order of the stream. It is a {@link ReplicatedState}, with what that promises.
 *
 * <p>With quorum it changes in primary rings only, and no answered change under {@link
 * Guarantee#SAFE} is lost while one of that ring goes on. Without, each part of a ring that is cut
 * in two counts for itself; when the parts come together, the number of the part that goes on is
 * that of all, and what the others counted meanwhile is lost.
 *
 * <p>Any thread may call; what this completes, it completes on a thread of its own, which must not
 * be blocked. Answers fail as those of {@link ReplicatedState#submit(Guarantee, Object)}.
 */
public final class Counter implements AutoCloseable {
  private final ReplicatedState<Value, Command, Long> state;
  private final Guarantee guarantee;

  private Counter(EvsMember member, String name, Guarantee guarantee) {
    this.state = ReplicatedState.open(member, name, new CounterLogic());
    this.guarantee = guarantee;
  }

  /** Opens a counter whose changes are answered when every member has them. */
  public static Counter open(EvsMember member, String name) {
    return open(member, name, Guarantee.SAFE);
  }

  /**
   * Opens a counter; it begins with 0.
   *
   * @param name 1 to 20 bytes without control characters; states and counters have their names in
   *     common
   * @param guarantee SAFE: changes are answered when every member has them; AGREED: as soon as they
   *     are done here
   * @throws EvsException as {@link EvsMember#open(EvsListener)}; ACCESS at a daemon whose node this
   *     user does not administer; INVALID_PARAM for a name that cannot be
   */
  public static Counter open(EvsMember member, String name, Guarantee guarantee) {
    return new Counter(member, name, guarantee);
  }

  private CompletableFuture<Long> submit(Command command) {
    return state
        .submit(guarantee, command)
        .thenApply(
            answer -> {
              if (answer == null) {
                throw new IllegalStateException("a counter always answers");
              }
              return answer;
            });
  }

  /**
   * Adds.
   *
   * @return the sum; fails with an {@link ArithmeticException}, and the number stays, if that is
   *     beyond a long
   */
  public CompletableFuture<Long> addAndGet(long delta) {
    return submit(new Add(delta));
  }

  /** The number behind all changes that were answered anywhere before this call. */
  public CompletableFuture<Long> get() {
    return submit(new Add(0));
  }

  /** The number as it is here in the order: changes that others did last may be missing. */
  public CompletableFuture<Long> here() {
    return state.read(value -> value.now);
  }

  /**
   * Sets the number if it is as expected at its place in the order.
   *
   * @return whether it was
   */
  public CompletableFuture<Boolean> compareAndSet(long expected, long next) {
    return submit(new Replace(expected, next)).thenApply(before -> before == expected);
  }

  /** Takes part no more. */
  @Override
  public void close() {
    state.close();
  }
}
