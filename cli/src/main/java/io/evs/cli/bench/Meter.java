package io.evs.cli.bench;

import io.evs.EvsMember;
import io.evs.ipc.EvsClient;
import io.evs.node.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads what a member has used so far: CPU time of its threads, counters, its machine. */
final class Meter {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** CPU time of this process; 0 if Java cannot tell. */
  static final LongSupplier PROCESS_CPU =
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
  Figures read() {
    Map<Figure, Long> values = new EnumMap<>(Figure.class);
    Map<String, Long> counters = member.status().counters();
    counters(values, counters);
    values.put(Figure.LOOP_NANOS, nanos(counters, "loop_cpu_microseconds"));
    values.put(Figure.RECEIVE_NANOS, cpu(receiver.get()));
    values.put(Figure.SEND_NANOS, cpu(sender.get()));
    long threads =
        values.get(Figure.LOOP_NANOS)
            + values.get(Figure.RECEIVE_NANOS)
            + values.get(Figure.SEND_NANOS);
    long own = processCpu == null ? threads : processCpu.getAsLong() + ofDaemon(counters);
    values.put(Figure.CPU_NANOS, own);
    values.put(Figure.GC_NANOS, collections());
    values.put(Figure.RECEIVE_BUFFER_DROPS, Machine.receiveBufferErrors().orElse(0));
    Machine.Ticks ticks = Machine.ticks();
    values.put(Figure.MACHINE_TICKS, ticks.all());
    values.put(Figure.MACHINE_BUSY_TICKS, ticks.busy());
    values.put(Figure.MACHINE_TASK_TICKS, ticks.tasks());
    values.put(Figure.PROCESS_NANOS, PROCESS_CPU.getAsLong() + ofDaemon(counters));
    return new Figures(values);
  }

  /** What has been added since, and where. */
  Figures since(Figures before) {
    return read()
        .since(before)
        .with(Figure.MACHINE_ID, Machine.ID)
        .with(Figure.PROCESS_ID, Machine.PROCESS_ID);
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

  private static void counters(Map<Figure, Long> values, Map<String, Long> counters) {
    put(values, Figure.PACKETS, counters, "mcasts_sent");
    values.put(Figure.RETRANSMITS, Metrics.sentAgain(counters));
    put(values, Figure.REQUESTS, counters, "retransmit_requests");
    put(values, Figure.VISITS, counters, "tokens");
    put(values, Figure.VISITS_STOPPED_BY_WINDOW, counters, "visits_stopped_by_window");
    put(values, Figure.VISITS_STOPPED_BY_RECEIVER, counters, "visits_stopped_by_receiver");
    put(values, Figure.TOKENS_REPEATED, counters, "tokens_retransmitted");
    put(values, Figure.SEND_BUFFER_DROPS, counters, "sends_dropped_buffer_full");
    put(values, Figure.PAUSES, counters, "pauses");
  }

  private static void put(
      Map<Figure, Long> values, Figure figure, Map<String, Long> counters, String name) {
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
