package io.evs.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A group of processes that share half a processor: a control group of Linux, of version 2 or 1,
 * right below the root of all.
 */
final class CpuGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String QUOTA_MICROS = "50000";
  private static final String PERIOD_MICROS = "100000";

  private final Path folder;

  private CpuGroup(Path folder) {
    this.folder = folder;
  }

  /** Makes the group. Aborts the test with the reason if this machine cannot. */
  static CpuGroup half() {
    boolean two = Files.exists(ROOT.resolve("cgroup.controllers"));
    Path root = two ? ROOT : ROOT.resolve("cpu");
    CpuGroup group = new CpuGroup(root.resolve("evs-e2e-" + ProcessHandle.current().pid()));
    try {
      Files.createDirectory(group.folder);
    } catch (IOException denied) {
      return abort("needs control groups of processor time: " + denied);
    }
    try {
      if (two) {
        group.write("cpu.max", QUOTA_MICROS + " " + PERIOD_MICROS);
      } else {
        group.write("cpu.cfs_period_us", PERIOD_MICROS);
        group.write("cpu.cfs_quota_us", QUOTA_MICROS);
      }
      return group;
    } catch (IOException noQuota) {
      group.close();
      return abort("needs quotas of processor time: " + noQuota);
    }
  }

  private void write(String file, String value) throws IOException {
    Files.writeString(folder.resolve(file), value);
  }

  /** What stands before a command to run it in the group. */
  List<String> enter() {
    String procs = folder.resolve("cgroup.procs").toString();
    return List.of("sh", "-c", "echo $$ >'" + procs + "' && exec \"$@\"", "sh");
  }

  /** Its processes must be about to end. */
  @Override
  public void close() {
    await().atMost(Duration.ofSeconds(20)).until(() -> folder.toFile().delete());
  }
}
