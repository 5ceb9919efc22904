package io.evs.barrier;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.barrier.table.BarrierParty;
import io.evs.service.ServiceThread;
import io.evs.text.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A point that several processes of a ring must reach before any of them goes on, again and again.
 * Whoever opens it is a party; so many that enter pass together, in the order of the stream. If a
 * party is lost meanwhile, or one that waits gives up, the barrier is broken for all that wait, as
 * {@link java.util.concurrent.CyclicBarrier} is; who enters after that begins with zero.
 *
 * <p>Any thread may call; what it completes, it completes on a thread of its own, which must not be
 * blocked.
 */
public final class Barrier implements AutoCloseable {
  /** All that have opened the barrier meet. */
  public static final int ALL = 0;

  /** Longest name in bytes. */
  public static final int NAME_MAX_BYTES = 24;

  /** Most parties of a barrier. */
  public static final int PARTIES_MAX = BarrierParty.PARTIES_MAX;

  private static final String PREFIX = "~evs-b-";

  /** How long the ring may take to decide about one that gives up. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final String name;
  private final int parties;
  private final ServiceThread thread;
  private final BarrierParty party;
  private @Nullable CompletableFuture<Passage> entry;

  private Barrier(EvsMember member, String name, int parties) {
    this.name = name;
    this.parties = parties;
    this.thread = new ServiceThread(member, "barrier " + name, new Group(PREFIX + name));
    this.party = new BarrierParty(thread.self(), System.currentTimeMillis() << 20, new Outcomes());
    thread.begin(new Events());
  }

  /**
   * Opens a barrier, of which this becomes a party.
   *
   * @param name 1 to {@link #NAME_MAX_BYTES} bytes of UTF-8 without control characters
   * @param parties how many meet, 1 to {@link #PARTIES_MAX}, the same at all of them; {@link #ALL}
   *     for those that have opened it when the last of them enters
   * @throws EvsException INVALID_PARAM; ACCESS at a daemon whose node this user does not
   *     administer; as {@link EvsMember#open(EvsListener)}
   */
  public static Barrier open(EvsMember member, String name, int parties) {
    if (!isName(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a barrier's name is 1 to 24 bytes of UTF-8 without control characters");
    }
    if (parties < 0 || parties > PARTIES_MAX) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a barrier of " + parties + " parties cannot be; use 1 to " + PARTIES_MAX);
    }
    return new Barrier(member, name, parties);
  }

  /** Whether a barrier may be called so. */
  public static boolean isName(String name) {
    return Names.isName(name, NAME_MAX_BYTES);
  }

  /**
   * Waits at the barrier.
   *
   * @return how it was passed; cancelling it gives up. Fails with an {@link EvsException}:
   *     TRY_AGAIN if the barrier was broken, or this one waits already; INVALID_PARAM if others
   *     waited first for another number of parties; or with what ended the handle
   */
  public CompletableFuture<Passage> enter() {
    CompletableFuture<Passage> answer = new CompletableFuture<>();
    thread.run(
        () -> {
          if (party.waits()) {
            answer.completeExceptionally(
                new EvsException(
                    EvsException.Code.TRY_AGAIN,
                    "this party waits at barrier " + name + " already"));
          } else {
            entry = answer;
            party.enter(parties);
          }
        },
        answer::completeExceptionally);
    answer.whenComplete(
        (passage, failure) -> {
          if (answer.isCancelled()) {
            thread.run(party::withdraw);
          }
        });
    return answer;
  }

  /**
   * As {@link #enter}, and gives up after a time: then the barrier is broken for all others that
   * wait, unless all had come before that in the order.
   *
   * @throws EvsException TIMEOUT if it gave up; otherwise as there
   */
  public Passage await(Duration timeout) {
    CompletableFuture<Passage> answer = enter();
    try {
      return ServiceThread.await(answer, timeout);
    } catch (TimeoutException late) {
      thread.run(party::withdraw);
      try {
        return ServiceThread.await(answer, ANSWER);
      } catch (TimeoutException noAnswer) {
        throw new EvsException(
            EvsException.Code.TIMEOUT, "the ring did not answer at barrier " + name, noAnswer);
      }
    }
  }

  private void fail(EvsException reason) {
    CompletableFuture<Passage> answer = entry;
    entry = null;
    if (answer != null) {
      answer.completeExceptionally(reason);
    }
  }

  /** Is a party no more; if it waits, the barrier is broken for the others that do. */
  @Override
  public void close() {
    thread.close();
  }

  /** Events of the handle, on the thread of the barrier. */
  private final class Events implements ServiceThread.Service {
    @Override
    public void configuration(long now, ConfigurationChange change) {
      party.configuration(now, change);
    }

    @Override
    public void group(long now, GroupChange change) {
      party.group(now, change);
    }

    @Override
    public void message(long now, Delivery delivery) {
      party.message(delivery.sender(), delivery.payload());
    }

    @Override
    public long deadline() {
      return party.deadline();
    }

    @Override
    public void timers(long now) {
      party.timers(now);
    }

    @Override
    public void ended(EvsException reason) {
      fail(reason);
    }
  }

  /** What the party wants, on the thread of the barrier. */
  private final class Outcomes implements BarrierParty.Effects {
    @Override
    public void send(byte[] payload) {
      thread.send(Guarantee.SAFE, payload);
    }

    @Override
    public void passed(Map<GroupMember, Long> all) {
      CompletableFuture<Passage> answer = entry;
      entry = null;
      if (answer != null) {
        List<GroupMember> order = new ArrayList<>(all.keySet());
        answer.complete(new Passage(order, order.indexOf(thread.self())));
      }
    }

    @Override
    public void refused(BarrierParty.Refusal why) {
      fail(
          switch (why) {
            case BROKEN ->
                new EvsException(
                    EvsException.Code.TRY_AGAIN,
                    "barrier "
                        + name
                        + " is broken: a party was lost or gave up, or the ring is"
                        + " not primary");
            case WITHDRAWN ->
                new EvsException(
                    EvsException.Code.TIMEOUT, "not all came to barrier " + name + " in time");
            case OTHER_NUMBER ->
                new EvsException(
                    EvsException.Code.INVALID_PARAM,
                    "others wait at barrier " + name + " for another number than " + parties);
          });
    }
  }
}
