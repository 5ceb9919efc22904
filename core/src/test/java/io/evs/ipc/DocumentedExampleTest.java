package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ipc.socket.IpcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example at the end of docs/ipc.md, byte by byte. */
@Timeout(60)
class DocumentedExampleTest {
  private static final Path PAGE = Path.of("..", "docs", "ipc.md");
  private static final Pattern LINE =
      Pattern.compile("^([<>]| ) ((?: ?[0-9a-f]{2}| )+?)(?: {3,}.*)?$");
  private static final int CONFIGURATION = 0x90;

  @TempDir private Path folder;

  /** A frame of the example. */
  private record Example(boolean fromClient, byte[] bytes) {
    int type() {
      return Byte.toUnsignedInt(bytes[4]);
    }
  }

  @Test
  void everyFrameIsAsItIsPrinted() throws IOException {
    List<Example> examples = examples();
    assertThat(examples).hasSize(9);
    Daemon daemon =
        Daemon.start(
            Daemon.ring().nodeId(1).nodeName("n1").ringName("main").build(),
            IpcSettings.of(folder.resolve("evs.sock")));
    try (daemon;
        RawClient client = new RawClient(daemon.socket)) {
      daemon.node.awaitMembers(1, Daemon.LONG);
      for (Example example : examples) {
        if (example.fromClient()) {
          client.write(example.bytes());
        } else {
          byte[] frame = next(client);
          assertThat(HexFormat.of().formatHex(masked(frame)))
              .as("type 0x%x", example.type())
              .isEqualTo(HexFormat.of().formatHex(masked(example.bytes())));
        }
      }
    }
  }

  /** The next frame that is no CONFIGURATION, whole. */
  private static byte[] next(RawClient client) throws IOException {
    while (true) {
      byte[] length = client.readBytes(4);
      byte[] rest = client.readBytes(Byte.toUnsignedInt(length[0]) | length[1] << 8);
      if (Byte.toUnsignedInt(rest[0]) != CONFIGURATION) {
        byte[] frame = Arrays.copyOf(length, 4 + rest.length);
        System.arraycopy(rest, 0, frame, 4, rest.length);
        return frame;
      }
    }
  }

  /** Without what differs from run to run. */
  private static byte[] masked(byte[] frame) {
    byte[] copy = frame.clone();
    int type = Byte.toUnsignedInt(frame[4]);
    if (type == 0x80) {
      Arrays.fill(copy, 11, 15, (byte) 0);
    } else if (type == 0x92) {
      Arrays.fill(copy, 18, 34, (byte) 0);
    }
    return copy;
  }

  private static List<Example> examples() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## Example"));
    String block = section.substring(section.indexOf("```") + 4, section.lastIndexOf("```"));
    List<Example> all = new ArrayList<>();
    for (String line : block.split("\n")) {
      Matcher hex = LINE.matcher(line);
      assertThat(hex.matches()).as(line).isTrue();
      byte[] bytes = HexFormat.of().parseHex(hex.group(2).replace(" ", ""));
      if (hex.group(1).isBlank()) {
        Example begun = all.remove(all.size() - 1);
        byte[] whole = Arrays.copyOf(begun.bytes(), begun.bytes().length + bytes.length);
        System.arraycopy(bytes, 0, whole, begun.bytes().length, bytes.length);
        all.add(new Example(begun.fromClient(), whole));
      } else {
        all.add(new Example(hex.group(1).equals(">"), bytes));
      }
    }
    return all;
  }
}
