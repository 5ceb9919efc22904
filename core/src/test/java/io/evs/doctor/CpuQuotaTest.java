package io.evs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of processes as Linux shows them, since no test may make one. */
class CpuQuotaTest {
  @TempDir Path folder;

  private CpuQuota read(String membership) throws IOException {
    Path file = Files.writeString(folder.resolve("membership"), membership);
    return CpuQuota.read(file, folder.resolve("groups"));
  }

  private void group(String path, String file, String text) throws IOException {
    Path group = Files.createDirectories(folder.resolve("groups").resolve(path));
    Files.writeString(group.resolve(file), text);
  }

  @Test
  void halfAProcessorOfAServiceIsFound() throws IOException {
    group("", "cpu.stat", "usage_usec 1\n");
    group("system.slice/evs.service", "cpu.max", "50000 100000\n");
    group("system.slice/evs.service", "cpu.stat", "usage_usec 7\nnr_throttled 12\n");
    assertThat(read("0::/system.slice/evs.service\n")).isEqualTo(new CpuQuota(50, 12));
  }

  @Test
  void theLeastOfTheGroupsAboveCounts() throws IOException {
    group("a", "cpu.max", "25000 100000\n");
    group("a", "cpu.stat", "nr_throttled 3\n");
    group("a/b", "cpu.max", "200000 100000\n");
    group("a/b", "cpu.stat", "nr_throttled 0\n");
    assertThat(read("0::/a/b\n").percent()).isEqualTo(25);
  }

  @Test
  void theOlderGroupsHaveOtherFiles() throws IOException {
    group("cpu,cpuacct/docker/x", "cpu.cfs_quota_us", "150000\n");
    group("cpu,cpuacct/docker/x", "cpu.cfs_period_us", "100000\n");
    group("cpu,cpuacct/docker/x", "cpu.stat", "nr_periods 5\nnr_throttled 4\n");
    assertThat(read("4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n"))
        .isEqualTo(new CpuQuota(150, 4));
  }

  @Test
  void noLimitIsNone() throws IOException {
    group("a", "cpu.max", "max 100000\n");
    assertThat(read("0::/a\n")).isEqualTo(new CpuQuota(0, 0));
    assertThat(read("nonsense\n0::/../../gone\n")).isEqualTo(new CpuQuota(0, 0));
    assertThat(CpuQuota.read(folder.resolve("none"), folder)).isEqualTo(new CpuQuota(0, 0));
  }
}
