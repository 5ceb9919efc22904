package io.evs.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much processor time the groups that this process is in (cgroups of Linux, of version 1 or 2)
 * let it have, and how often they stopped it.
 *
 * @param percent the least of them, 100 for one processor; 0 if none limits it
 * @param throttled how often all of them stopped their processes, since they were made
 */
record CpuQuota(long percent, long throttled) {
  private static final CpuQuota NONE = new CpuQuota(0, 0);

  /** That of this process; none where there are no such groups. */
  static CpuQuota ofThisProcess() {
    return read(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  static CpuQuota read(Path membership, Path root) {
    List<String> lines;
    try {
      lines = Files.readAllLines(membership);
    } catch (IOException noGroups) {
      return NONE;
    }
    CpuQuota all = NONE;
    for (String line : lines) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        all = all.and(along(root, parts[2], "cpu.max"));
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("cpu")) {
        all = all.and(along(root.resolve(parts[1]), parts[2], "cpu.cfs_quota_us"));
        all = all.and(along(root.resolve("cpu"), parts[2], "cpu.cfs_quota_us"));
      }
    }
    return all;
  }

  private CpuQuota and(CpuQuota other) {
    long least =
        percent == 0 || other.percent == 0
            ? Math.max(percent, other.percent)
            : Math.min(percent, other.percent);
    return new CpuQuota(least, Math.max(throttled, other.throttled));
  }

  /** A group and all that it is in; in a container its own path may be no folder that it sees. */
  private static CpuQuota along(Path root, String path, String file) {
    CpuQuota all = of(root, file);
    Path group = root;
    for (String name : path.split("/")) {
      if (!name.isEmpty() && !name.equals("..")) {
        group = group.resolve(name);
        all = all.and(of(group, file));
      }
    }
    return all;
  }

  private static CpuQuota of(Path group, String file) {
    try {
      String text = Files.readString(group.resolve(file)).strip();
      String[] words =
          file.equals("cpu.max")
              ? text.split(" ")
              : new String[] {text, Files.readString(group.resolve("cpu.cfs_period_us")).strip()};
      long quota = words[0].equals("max") ? -1 : Long.parseLong(words[0]);
      long period = Long.parseLong(words[1]);
      long percent = quota <= 0 || period <= 0 ? 0 : Math.max(1, quota * 100 / period);
      return new CpuQuota(percent, percent == 0 ? 0 : throttled(group));
    } catch (IOException | RuntimeException noneOrUnreadable) {
      return NONE;
    }
  }

  private static long throttled(Path group) throws IOException {
    Map<String, String> figures =
        Files.readAllLines(group.resolve("cpu.stat")).stream()
            .map(line -> line.split(" ", 2))
            .filter(parts -> parts.length == 2)
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> a));
    return Long.parseLong(figures.getOrDefault("nr_throttled", "0"));
  }
}
