package io.evs.cli.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What this machine is and does, as far as the kernel tells; Linux's files, else nothing. */
public final class Machine {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int IOWAIT = 4;
  private static final int IRQ = 5;
  private static final int SOFTIRQ = 6;

  /** Guest time is part of user time: it would count twice. */
  private static final int KINDS_OF_TIME = 8;

  /** The same in all processes of a machine until it starts again; 0 if it is not known. */
  public static final long ID =
      lines(Path.of("/proc/sys/kernel/random/boot_id")).stream()
          .findFirst()
          .map(text -> UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)))
          .map(UUID::getMostSignificantBits)
          .orElse(0L);

  /** This process's own. */
  public static final long PROCESS_ID = ThreadLocalRandom.current().nextLong();

  private Machine() {}

  /**
   * Time of all processors since the machine started.
   *
   * @param all ticks of every kind
   * @param busy those that were not idle
   * @param tasks those of them that were not in interrupts
   */
  public record Ticks(long all, long busy, long tasks) {}

  /** The machine's processor time; zeros where it is not known. */
  public static Ticks ticks() {
    return lines(STAT).stream().findFirst().map(Machine::parse).orElse(new Ticks(0, 0, 0));
  }

  /** Reads the first line of /proc/stat. */
  static Ticks parse(String line) {
    String[] words = line.strip().split(" +");
    long all = 0;
    long busy = 0;
    long interrupts = 0;
    for (int i = 1; i < Math.min(words.length, 1 + KINDS_OF_TIME); i++) {
      long ticks = words[i].matches("\\d{1,18}") ? Long.parseLong(words[i]) : 0;
      all += ticks;
      busy += i - 1 == IDLE || i - 1 == IOWAIT ? 0 : ticks;
      interrupts += i - 1 == IRQ || i - 1 == SOFTIRQ ? ticks : 0;
    }
    return new Ticks(all, busy, busy - interrupts);
  }

  /** Datagrams that no socket's receive buffer had room for, over all sockets of this network. */
  public static OptionalLong receiveBufferErrors() {
    OptionalLong four = udpErrors(lines(Path.of("/proc/net/snmp")));
    long six =
        lines(Path.of("/proc/net/snmp6")).stream()
            .filter(line -> line.startsWith("Udp6RcvbufErrors"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("^\\S+\\s+", "").strip()))
            .sum();
    return four.isPresent() ? OptionalLong.of(four.getAsLong() + six) : four;
  }

  /** Finds the value in the two lines, names and values, of UDP in /proc/net/snmp. */
  static OptionalLong udpErrors(List<String> lines) {
    List<String> udp = lines.stream().filter(line -> line.startsWith("Udp:")).toList();
    if (udp.size() == 2) {
      int at = List.of(udp.get(0).split(" +")).indexOf("RcvbufErrors");
      String[] values = udp.get(1).split(" +");
      if (at >= 0 && at < values.length && values[at].matches("\\d{1,18}")) {
        return OptionalLong.of(Long.parseLong(values[at]));
      }
    }
    return OptionalLong.empty();
  }

  /** What a reader of figures must know of the machine, by name. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    value(lines(Path.of("/proc/cpuinfo")), "model name", ":").ifPresent(x -> facts.put("CPU", x));
    facts.put("Processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    value(lines(Path.of("/proc/meminfo")), "MemTotal", ":")
        .flatMap(Machine::gibibytes)
        .ifPresent(x -> facts.put("Memory", x));
    facts.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version", ""));
    value(lines(Path.of("/etc/os-release")), "PRETTY_NAME", "=")
        .ifPresent(x -> facts.put("System", x.replace("\"", "")));
    facts.put("Architecture", System.getProperty("os.arch", ""));
    facts.put(
        "Java",
        System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.runtime.version")
            + ", "
            + System.getProperty("java.vendor"));
    return facts;
  }

  private static Optional<String> gibibytes(String kilobytes) {
    String digits = kilobytes.replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 15
        ? Optional.empty()
        : Optional.of(
            String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(digits) / (1024.0 * 1024.0)));
  }

  private static Optional<String> value(List<String> lines, String name, String separator) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && line.contains(separator))
        .map(line -> line.substring(line.indexOf(separator) + 1).strip())
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException notLinux) {
      return List.of();
    }
  }
}
