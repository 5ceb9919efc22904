package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.transport.address.PathMtu;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Sends and receives the datagrams of one member, and owns the loop thread on which the member
 * runs. Made bound by {@link Transports#bind}: what a member is made from (its port, the buffers
 * granted) is known before the loop starts, and datagrams wait in the socket until then.
 *
 * <p>{@link #start}, {@link #wakeup}, {@link #close} and the methods that describe the sockets may
 * be called from any thread; all others from the loop thread only.
 */
public interface Transport extends AutoCloseable {

  /** The member's side; called on the loop thread only. */
  interface Handler {
    /** An empty packet with room for {@code bytes}, to read a datagram into. */
    Packet acquire(int bytes);

    /**
     * Whether datagrams from there are worth any work: opening them above all. Counts those that
     * are not.
     */
    boolean admits(InetSocketAddress from);

    /** A datagram arrived; the handler takes the packet. {@code from} is valid during the call. */
    void datagram(Packet packet, InetSocketAddress from);

    /** Takes back a packet that holds nothing for the member. */
    void refused(Packet packet);

    /**
     * End of a loop turn: after a batch of datagrams (bounded), when the deadline has passed, or
     * after {@link Transport#wakeup}. The handler runs timers and submissions, queues sends, calls
     * {@link Transport#flush} and sets the next deadline.
     */
    void turn();

    /** The loop ends because of this error, or null after {@link Transport#close}. */
    void closed(Throwable error);
  }

  /** Starts the loop, once; its first act is a {@link Handler#turn}. */
  void start(Handler handler);

  /** The address bound, with the real port. */
  InetSocketAddress localAddress();

  /** What the kernel granted as receive buffer, in the bytes it accounts (payload and overhead). */
  int receiveBufferBytes();

  /** Largest IP packet of the interface bound to, or of those by which peers are reached. */
  PathMtu mtu();

  /** The implementation, for people: {@code epoll} or {@code nio}. */
  String kind();

  /** Counter values by name; loop thread. */
  Map<String, Long> counters();

  /** Where packets wait for {@link #flush}; loop thread. */
  Outbox outbox();

  /** Sends everything queued, in order, in as few system calls as possible. */
  void flush();

  /**
   * Next time, in System.nanoTime() terms, at which {@link Handler#turn} must run; never if
   * Long.MAX_VALUE. A deadline that has passed counts once.
   */
  void deadline(long nanoTime);

  /** Makes {@link Handler#turn} run soon. Any thread; cheap when called repeatedly. */
  void wakeup();

  /**
   * Stops the loop after the current turn and closes the sockets. Any thread; waits for the end,
   * but on the loop thread itself.
   */
  @Override
  void close();
}
