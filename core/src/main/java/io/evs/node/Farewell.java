package io.evs.node;

import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.node.handle.ControlGroups;
import io.evs.node.handle.Submission;
import io.evs.node.handle.SubmissionQueue;
import io.evs.node.process.Interruption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends what applications have given to a member that is about to leave its ring. Behind it goes a
 * safe message to nobody: when that is delivered, every member has all of it.
 */
final class Farewell {
  private static final byte[] NOTHING = {};

  private final EvsNode node;
  private final NodeLoop loop;
  private final SubmissionQueue submissions;

  Farewell(EvsNode node, NodeLoop loop, SubmissionQueue submissions) {
    this.node = node;
    this.loop = loop;
    this.submissions = submissions;
  }

  /**
   * Takes nothing more from applications, and waits; what was not sent, if anything.
   *
   * @param nanos how long it waits; an interrupt ends that
   * @param aside takes such an interrupt
   */
  Optional<EvsException> sendRest(long nanos, Interruption aside) {
    try {
      if (submissions.bytes() == 0 && !node.call(loop::hasWork)) {
        return Optional.empty();
      }
      CompletableFuture<Delivered> last = new CompletableFuture<>();
      Submission.Message message =
          new Submission.Message(0, true, List.of(ControlGroups.FLUSH), NOTHING);
      submissions.closeBehind(new Submission.Told(message, last));
      long begin = System.nanoTime();
      if (isDelivered(last, nanos)) {
        return Optional.empty();
      }
      aside.take();
      return Optional.of(notSent(Math.min(nanos, System.nanoTime() - begin)));
    } catch (EvsException gone) {
      // The member has ended, and its handles were told.
      return Optional.empty();
    }
  }

  private static boolean isDelivered(CompletableFuture<Delivered> last, long nanos) {
    try {
      last.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException ended) {
      throw new EvsException(EvsException.Code.LIBRARY, "the member ended", ended.getCause());
    }
  }

  private EvsException notSent(long nanos) {
    long messages = node.call(loop::undelivered) - 1;
    return new EvsException(
        EvsException.Code.TIMEOUT,
        "the ring did not take everything within "
            + TimeUnit.NANOSECONDS.toMillis(nanos)
            + " ms: the last "
            + messages
            + " messages of this member may be lost");
  }
}
