package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A transport that answers the probes of other nodes, and sends its own: whatever opens in the
 * ring's envelope is answered, by an equally long packet, a bounded number of times a second. The
 * member behind it sees none of them.
 */
public final class ProbingTransport extends ForwardingTransport {
  /** Least length of a probe, without the envelope. */
  public static final int LENGTH_MIN = Probe.LENGTH;

  private static final int ANSWERS_PER_SECOND = 2000;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int POOL_KEEP = 64;
  private static final int POOL_BYTES = 2048;

  /** Is told what comes, on the loop thread. */
  public interface Listener {
    /** A datagram came from there, whatever is in it; the address is valid during the call. */
    void heard(InetSocketAddress from);

    /** A node asked, which is answered as far as there is room for that. */
    void question(int nodeId, InetSocketAddress from, int length, boolean toGroup);

    /**
     * A question was answered.
     *
     * @param number that of the question
     * @param nodeId who answered
     * @param length of the packet, without the envelope
     * @param toGroup whether the question went to the group
     * @param clockAheadMicros how much its wall clock is ahead, by half of the round trip at most
     * @param roundTripNanos from the question to the answer
     */
    void answer(
        long number,
        int nodeId,
        InetSocketAddress from,
        int length,
        boolean toGroup,
        long clockAheadMicros,
        long roundTripNanos);
  }

  /** A question that waits for the loop; without an address it goes to the group. */
  private record Question(Optional<InetSocketAddress> to, int length, long number) {}

  private final int nodeId;
  private final PacketPool pool = new PacketPool(POOL_BYTES, POOL_KEEP);
  private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
  private volatile Optional<Listener> listener = Optional.empty();
  private long secondBegan;
  private int answered;

  /** Puts probes before a transport that was not started yet, and that seals what it sends. */
  public ProbingTransport(Transport real, int nodeId) {
    super(real);
    this.nodeId = nodeId;
  }

  /** Whom to tell from now on what comes; empty if nobody wants to know. Any thread. */
  public void listener(Optional<Listener> told) {
    listener = told;
  }

  /**
   * Sends a question soon. Any thread.
   *
   * @param to whom; empty for the group of a multicast ring
   * @param length of the packet without the envelope, {@link #LENGTH_MIN} or more
   * @param number by which the answer is known
   */
  public void ask(Optional<InetSocketAddress> to, int length, long number) {
    questions.add(new Question(to, length, number));
    wakeup();
  }

  @Override
  public void start(Handler handler) {
    real.start(new Sieve(handler));
  }

  private static long clockMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void sendQuestions() {
    boolean any = false;
    for (Question next = questions.poll(); next != null; next = questions.poll()) {
      Packet packet = pool.acquire(next.length());
      Probe.Kind kind = next.to().isPresent() ? Probe.Kind.QUESTION : Probe.Kind.GROUP_QUESTION;
      Probe.write(
          packet, next.length(), kind, nodeId, next.number(), clockMicros(), System.nanoTime());
      if (next.to().isPresent()) {
        outbox().unicast(next.to().get(), packet);
      } else {
        outbox().announce(packet);
      }
      // Each leaves by itself: those of a burst would be lost together.
      flush();
      pool.release(packet);
      any = true;
    }
    if (any) {
      pool.recycle();
    }
  }

  private void take(Packet packet, InetSocketAddress from) {
    byte[] data = packet.data();
    Probe.Kind kind = Probe.kind(data);
    boolean toGroup = kind == Probe.Kind.GROUP_QUESTION || kind == Probe.Kind.GROUP_ANSWER;
    int other = Probe.nodeId(data);
    if (other == nodeId) {
      return;
    }
    int length = packet.length();
    if (kind == Probe.Kind.QUESTION || kind == Probe.Kind.GROUP_QUESTION) {
      listener.ifPresent(told -> told.question(other, from, length, toGroup));
      answer(data, length, toGroup, from);
      return;
    }
    long roundTrip = System.nanoTime() - Probe.sentNanos(data);
    long ahead = Probe.clockMicros(data) - (clockMicros() - roundTrip / 2000);
    listener.ifPresent(
        told -> told.answer(Probe.number(data), other, from, length, toGroup, ahead, roundTrip));
  }

  private void answer(byte[] question, int length, boolean toGroup, InetSocketAddress from) {
    long now = System.nanoTime();
    if (now - secondBegan > SECOND_NANOS) {
      secondBegan = now;
      answered = 0;
    }
    if (answered >= ANSWERS_PER_SECOND) {
      return;
    }
    answered++;
    Packet packet = pool.acquire(length);
    Probe.write(
        packet,
        length,
        toGroup ? Probe.Kind.GROUP_ANSWER : Probe.Kind.ANSWER,
        nodeId,
        Probe.number(question),
        clockMicros(),
        Probe.sentNanos(question));
    outbox().unicast(new InetSocketAddress(from.getAddress(), from.getPort()), packet);
    flush();
    pool.release(packet);
    pool.recycle();
  }

  /** Keeps probes from the member. */
  private final class Sieve implements Handler {
    private final Handler handler;

    Sieve(Handler handler) {
      this.handler = handler;
    }

    @Override
    public Packet acquire(int bytes) {
      return handler.acquire(bytes);
    }

    @Override
    public boolean admits(InetSocketAddress from) {
      return handler.admits(from);
    }

    @Override
    public void datagram(Packet packet, InetSocketAddress from) {
      Optional<Listener> told = listener;
      if (told.isPresent()) {
        told.get().heard(from);
      }
      if (!Probe.is(packet.data(), packet.length())) {
        handler.datagram(packet, from);
        return;
      }
      if (handler.admits(from)) {
        take(packet, from);
      }
      handler.refused(packet);
    }

    @Override
    public void refused(Packet packet) {
      handler.refused(packet);
    }

    @Override
    public void turn() {
      sendQuestions();
      handler.turn();
    }

    @Override
    public void closed(Throwable error) {
      handler.closed(error);
    }
  }
}
