package io.evs.transport;

import io.evs.totem.wire.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Sends and receives the datagrams of one member, and owns the loop thread on which the member
 * runs. All methods but {@link #open}, {@link #wakeup} and {@link #close} are for the loop thread.
 */
public interface Transport extends AutoCloseable {

  /** The member's side; called on the loop thread only. */
  interface Handler {
    /** An empty packet with room for {@code bytes}, to read a datagram into. */
    Packet acquire(int bytes);

    /** A datagram arrived; the handler takes the packet. {@code from} is valid during the call. */
    void datagram(Packet packet, InetSocketAddress from);

    /**
     * End of a loop turn: after a batch of datagrams (bounded), when the deadline has passed, or
     * after {@link Transport#wakeup}. The handler runs timers and submissions, queues sends, calls
     * {@link Transport#flush} and sets the next deadline.
     */
    void turn();

    /** The loop ends because of this error, or null after {@link Transport#close}. */
    void closed(Throwable error);
  }

  /** Binds the sockets and starts the loop. An error is one sentence for the user. */
  void open(Handler handler) throws IOException;

  /** The address bound, with the real port. */
  InetSocketAddress localAddress();

  /** Addresses of the other members of the ring, for {@link #multicast} on unicast transports. */
  void ringMembers(List<InetSocketAddress> addresses);

  /** Addresses of all peers, for {@link #announce} on unicast transports. */
  void peers(List<InetSocketAddress> addresses);

  /** Queues a packet to all ring members. Its bytes must stay unchanged until {@link #flush}. */
  void multicast(Packet packet);

  /** Queues a packet to everybody. */
  void announce(Packet packet);

  /** Queues a packet to one address. */
  void unicast(InetSocketAddress to, Packet packet);

  /** Sends everything queued, in order, in as few system calls as possible. */
  void flush();

  /** Next time, in System.nanoTime() terms, at which {@link Handler#turn} must run. */
  void deadline(long nanoTime);

  /** Makes {@link Handler#turn} run soon. Any thread; cheap when called repeatedly. */
  void wakeup();

  /** Stops the loop after the current turn and closes the sockets. Any thread; waits. */
  @Override
  void close();
}
