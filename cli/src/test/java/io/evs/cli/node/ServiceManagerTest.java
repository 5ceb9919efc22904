package io.evs.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("FIELD-11: without a native library a command tells systemd")
  void aCommandTellsWithoutNativeLibrary() throws Exception {
    Path told = folder.resolve("told");
    Path command = folder.resolve("notify");
    Files.writeString(command, "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + told + "'\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    ServiceManager manager =
        new ServiceManager(Map.of("NOTIFY_SOCKET", "/nowhere"), command.toString());
    manager.tellByCommand("READY=1", "STATUS=ring 1:4 of members 1");
    assertThat(Files.readAllLines(told))
        .isEqualTo(
            List.of(
                "--pid=" + ProcessHandle.current().pid(),
                "READY=1",
                "STATUS=ring 1:4 of members 1"));
  }

  @Test
  void aCommandThatIsNotThereOnlyWarns() {
    new ServiceManager(Map.of("NOTIFY_SOCKET", "/nowhere"), folder + "/none")
        .tellByCommand("READY=1");
  }
}
