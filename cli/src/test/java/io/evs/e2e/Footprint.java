package io.evs.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds.
 *
 * @param heapKib heap in use after a collection
 * @param directKib memory outside the heap that buffers hold (native memory tracking, "Other")
 * @param residentKib memory of the process
 * @param files open file descriptors
 */
record Footprint(long heapKib, long directKib, long residentKib, int files) {
  /** What a process must be started with, in EVS_JAVA_OPTS. */
  static final String JAVA_OPTION = "-XX:NativeMemoryTracking=summary";

  /** The last line of a histogram of what is alive, which one command collects and counts. */
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private static final Pattern DIRECT = Pattern.compile("Other \\(reserved=(\\d+)KB");

  /** Measures it, after a garbage collection. */
  static Footprint of(EvsProcess process) {
    long pid = process.pid();
    long heap = sum(LIVE.matcher(jcmd(pid, "GC.class_histogram"))) >> 10;
    long direct = sum(DIRECT.matcher(jcmd(pid, "VM.native_memory")));
    String[] open =
        Objects.requireNonNullElse(new File("/proc/" + pid + "/fd").list(), new String[0]);
    return new Footprint(heap, direct, process.residentBytes() >> 10, open.length);
  }

  private static String jcmd(long pid, String command) {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Tool.must(List.of(tool, String.valueOf(pid), command));
  }

  private static long sum(Matcher numbers) {
    return numbers.results().mapToLong(number -> Long.parseLong(number.group(1))).sum();
  }

  /** For the table of a report. */
  String cells() {
    return heapKib
        + " KiB heap, "
        + directKib
        + " KiB direct, "
        + residentKib
        + " KiB resident, "
        + files
        + " descriptors";
  }
}
