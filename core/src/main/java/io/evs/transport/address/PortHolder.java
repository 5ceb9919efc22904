package io.evs.transport.address;

import io.evs.text.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who has a port, as far as Linux tells this user. Only looked for when a bind has failed. */
public final class PortHolder {
  private static final String OURS = "io.evs.cli.Main";
  private static final int WORDS = 3;
  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;

  private final Path proc;

  PortHolder(Path proc) {
    this.proc = proc;
  }

  /**
   * The end of a sentence about a port that is in use: by whom, or how to find that out, and what
   * to do.
   *
   * @param protocol {@code udp} or {@code tcp}
   */
  public static String advice(String protocol, int port) {
    return new PortHolder(Path.of("/proc"))
        .find(protocol, port)
        .map(who -> " by process " + who + ": stop it or choose another port")
        .orElse(
            ": stop the process that has it, which `ss -"
                + protocol.charAt(0)
                + "lpn sport = :"
                + port
                + "` names to root, or choose another port");
  }

  /** Id and command of a process that has the port; empty if that cannot be seen. */
  Optional<String> find(String protocol, int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (String table : List.of(protocol, protocol + "6")) {
        sockets(proc.resolve("net").resolve(table), port, sockets);
      }
      return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    } catch (IOException | UncheckedIOException noSuchSystem) {
      return Optional.empty();
    }
  }

  /** What links of descriptors to sockets of that port say. */
  private static void sockets(Path table, int port, Set<String> found) throws IOException {
    if (!Files.isReadable(table)) {
      return;
    }
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(String.format(":%04X", port))) {
        found.add("socket:[" + fields[INODE] + "]");
      }
    }
  }

  private Optional<String> holder(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return Optional.of(process.getFileName() + " (" + command(process) + ")");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(each).toString())) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      return false;
    }
    return false;
  }

  /** Its name, or the words of a command of ours, whose processes are all called java. */
  private static String command(Path process) throws IOException {
    byte[] bytes = Files.readAllBytes(process.resolve("cmdline"));
    List<String> words = Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    int ours = words.indexOf(OURS);
    if (ours >= 0) {
      List<String> shown = new ArrayList<>(words.subList(ours, words.size()));
      shown.set(0, "evs");
      return PlainText.of(String.join(" ", shown.subList(0, Math.min(WORDS, shown.size()))));
    }
    return PlainText.of(Files.readString(process.resolve("comm")).strip());
  }
}
