package io.evs.cli.bench.run;

import io.evs.EvsMember;
import io.evs.cli.bench.result.Machine;
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.ipc.EvsClient;
import io.evs.node.status.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads what a member has used so far: CPU time of its threads, counters, its machine. */
public final class Meter {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** CPU time of this process; 0 if Java cannot tell. */
  public static final LongSupplier PROCESS_CPU =
      ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system
          ? system::getProcessCpuTime
          : () -> 0;

  private final EvsMember member;
  private final Supplier<Thread> receiver;
  private final Supplier<Thread> sender;
  private final LongSupplier processCpu;

  /**
   * A meter.
   *
   * @param member the member
   * @param receiver the thread that dispatches
   * @param sender the thread that sends; null while there is none
   * @param processCpu CPU time of the process if the member is one, or null
   */
  Meter(
      EvsMember member,
      Supplier<Thread> receiver,
      Supplier<Thread> sender,
      LongSupplier processCpu) {
    this.member = member;
    this.receiver = receiver;
    this.sender = sender;
    this.processCpu = processCpu;
  }

  /** Everything since the start of the member, process or machine. */
  MemberFigures read() {
    Map<MemberFigure, Long> values = new EnumMap<>(MemberFigure.class);
    Map<String, Long> counters = member.status().counters();
    counters(values, counters);
    values.put(MemberFigure.LOOP_NANOS, nanos(counters, "loop_cpu_microseconds"));
    values.put(MemberFigure.RECEIVE_NANOS, cpu(receiver.get()));
    values.put(MemberFigure.SEND_NANOS, cpu(sender.get()));
    long threads =
        values.get(MemberFigure.LOOP_NANOS)
            + values.get(MemberFigure.RECEIVE_NANOS)
            + values.get(MemberFigure.SEND_NANOS);
    long own = processCpu == null ? threads : processCpu.getAsLong() + ofDaemon(counters);
    values.put(MemberFigure.CPU_NANOS, own);
    values.put(MemberFigure.GC_NANOS, collections());
    values.put(MemberFigure.RECEIVE_BUFFER_DROPS, Machine.receiveBufferErrors().orElse(0));
    Machine.Ticks ticks = Machine.ticks();
    values.put(MemberFigure.MACHINE_TICKS, ticks.all());
    values.put(MemberFigure.MACHINE_BUSY_TICKS, ticks.busy());
    values.put(MemberFigure.MACHINE_TASK_TICKS, ticks.tasks());
    values.put(MemberFigure.PROCESS_NANOS, PROCESS_CPU.getAsLong() + ofDaemon(counters));
    return new MemberFigures(values);
  }

  /** What has been added since, and where. */
  MemberFigures since(MemberFigures before) {
    return read()
        .since(before)
        .with(MemberFigure.MACHINE_ID, Machine.ID)
        .with(MemberFigure.PROCESS_ID, Machine.PROCESS_ID);
  }

  /** Message packets sent again; cheaper than all. */
  long retransmits() {
    return member.status().sentAgain();
  }

  private static long nanos(Map<String, Long> counters, String micros) {
    return 1000 * counters.getOrDefault(micros, 0L);
  }

  /** CPU time of the process of its node, if that is another one than this. */
  private long ofDaemon(Map<String, Long> counters) {
    return member instanceof EvsClient ? nanos(counters, "process_cpu_microseconds") : 0;
  }

  private static void counters(Map<MemberFigure, Long> values, Map<String, Long> counters) {
    put(values, MemberFigure.PACKETS, counters, "mcasts_sent");
    values.put(MemberFigure.RETRANSMITS, Metrics.sentAgain(counters));
    put(values, MemberFigure.REQUESTS, counters, "retransmit_requests");
    put(values, MemberFigure.VISITS, counters, "tokens");
    put(values, MemberFigure.VISITS_STOPPED_BY_WINDOW, counters, "visits_stopped_by_window");
    put(values, MemberFigure.VISITS_STOPPED_BY_RECEIVER, counters, "visits_stopped_by_receiver");
    put(values, MemberFigure.TOKENS_REPEATED, counters, "tokens_retransmitted");
    put(values, MemberFigure.SEND_BUFFER_DROPS, counters, "sends_dropped_buffer_full");
    put(values, MemberFigure.PAUSES, counters, "pauses");
  }

  private static void put(
      Map<MemberFigure, Long> values,
      MemberFigure figure,
      Map<String, Long> counters,
      String name) {
    values.put(figure, counters.getOrDefault(name, 0L));
  }

  private static long cpu(Thread thread) {
    return thread == null ? 0 : Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
  }

  private static long collections() {
    return NANOS_PER_MILLI
        * ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .filter(millis -> millis > 0)
            .sum();
  }
}
