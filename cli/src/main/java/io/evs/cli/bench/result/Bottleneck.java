package io.evs.cli.bench.result;

import java.util.List;
import java.util.Locale;

/**
 * What most likely limited a run, as far as its figures tell.
 *
 * @param kind what it was
 * @param nodeId the member it is about; 0 if it is about all
 * @param text the figure it was told from, for people
 * @param also what else stands out, strongest first
 */
public record Bottleneck(Kind kind, long nodeId, String text, List<String> also) {
  /** What may limit a run, in the order of the rules. */
  public enum Kind {
    /** The open loop's rate: the ring could have done more. */
    RATE,
    /** The ring re-formed during the run. */
    REFORMATION,
    /** Datagrams did not fit the receive buffers of sockets. */
    SOCKET_BUFFER,
    /** Packets were lost and sent again. */
    LOSS,
    /** The thread that runs the ring at one member. */
    LOOP_CPU,
    /** The thread that dispatches deliveries at one member. */
    RECEIVER_CPU,
    /** The thread that sends. */
    SENDER_CPU,
    /** All processors of a machine. */
    MACHINE_CPU,
    /** Garbage collections. */
    GARBAGE_COLLECTION,
    /** Flow control: no member could take in more. */
    RECEIVE_WINDOW,
    /** Flow control: the window for a rotation of the token. */
    WINDOW,
    /** How many messages this bench lets be on their way. */
    IN_FLIGHT,
    /** The process did not run for a while. */
    PAUSE,
    /** Nothing stands out. */
    UNKNOWN;

    /** In JSON and CSV. */
    public String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
