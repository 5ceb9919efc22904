package io.evs.cli.bench.result;

import java.util.Locale;

/** What a member measures of itself in a run, beside what it delivers; all of them only grow. */
public enum MemberFigure {
  /** Messages it has sent. */
  SENT,
  /** From its first to its last write. */
  SENDING_NANOS,
  /** How long its sender waited because too many of its messages were on their way. */
  IN_FLIGHT_WAIT_NANOS,
  /** CPU time: of the process (and its daemon) if the member is one, else of the threads below. */
  CPU_NANOS,
  /** CPU time of the thread that runs the ring. */
  LOOP_NANOS,
  /** CPU time of the thread that dispatches deliveries. */
  RECEIVE_NANOS,
  /** CPU time of the thread that sends. */
  SEND_NANOS,
  /** Message packets sent for the first time. */
  PACKETS,
  /** Message packets sent again. */
  RETRANSMITS,
  /** Requests for missing packets. */
  REQUESTS,
  /** Token visits. */
  VISITS,
  /** Visits that left packets waiting because of the window. */
  VISITS_STOPPED_BY_WINDOW,
  /** Visits that left packets waiting because some member had no room. */
  VISITS_STOPPED_BY_RECEIVER,
  /** Tokens sent again. */
  TOKENS_REPEATED,
  /** Datagrams that did not fit the socket's send buffer. */
  SEND_BUFFER_DROPS,
  /** Datagrams that did not fit a socket's receive buffer, on the member's whole machine. */
  RECEIVE_BUFFER_DROPS,
  /** Pauses of the process. */
  PAUSES,
  /** Time in garbage collections of the process. */
  GC_NANOS,
  /** Time of all processors of the machine, in the kernel's ticks. */
  MACHINE_TICKS,
  /** Those of them that were busy. */
  MACHINE_BUSY_TICKS,
  /** Those of them that were not in interrupts either. */
  MACHINE_TASK_TICKS,
  /** CPU time of its process, and of its daemon, whoever else is in it. */
  PROCESS_NANOS,
  /** Which machine it is on; members with the same one share its processors. No amount. */
  MACHINE_ID,
  /** Which process it is in, as above. */
  PROCESS_ID;

  /** Whether it is an amount, which is published, and not an identity. */
  public boolean isAmount() {
    return this != MACHINE_ID && this != PROCESS_ID;
  }

  /** Its name in JSON. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
