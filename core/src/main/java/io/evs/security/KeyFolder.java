package io.evs.security;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The installed keys of a member and what it knows of the active one, in a folder that only its
 * owner may enter. Each key is a file {@code ID.key}; the file {@code state} says which one is in
 * use. Everything is written whole or not at all. Any thread; several processes may look at one
 * folder.
 *
 * <p>As long as no key was ever put in use (generation 0) the key file of the configuration is the
 * active key; from then on the folder alone says which keys there are.
 */
public final class KeyFolder {
  private static final String KEY_SUFFIX = ".key";
  private static final String STATE = "state";
  private static final int STATE_MAX_BYTES = 1 << 16;

  /**
   * Which key is in use.
   *
   * @param generation how often a key was put in use on the ring; the highest one is right
   * @param active id of the key to seal with
   * @param seen node ids of members with a key ring that were seen since a key was installed last
   */
  public record State(long generation, int active, Set<Long> seen) {
    /** No key was ever put in use. */
    public static final State NONE = new State(0, 0, Set.of());

    /** Copies the set. */
    public State {
      seen = Set.copyOf(seen);
    }
  }

  private final Path folder;

  /** The folder at that path, which need not exist yet. */
  public KeyFolder(Path folder) {
    this.folder = folder;
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /**
   * Ids of the installed keys, ascending as unsigned numbers.
   *
   * @throws EvsException SECURITY if the folder cannot be read
   */
  public List<Integer> ids() {
    TreeSet<Integer> ids = new TreeSet<>(Integer::compareUnsigned);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + KEY_SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        parseId(name.substring(0, name.length() - KEY_SUFFIX.length())).ifPresent(ids::add);
      }
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
    return List.copyOf(ids);
  }

  /** The id that those 8 hexadecimal digits name; empty if they do not. */
  public static Optional<Integer> parseId(String text) {
    return text.matches("[0-9a-f]{8}")
        ? Optional.of(HexFormat.fromHexDigits(text))
        : Optional.empty();
  }

  /**
   * Reads an installed key.
   *
   * @throws EvsException SECURITY if it is not there, is open to others, or has another id
   */
  public RingKey read(int id) {
    Path file = file(id);
    RingKey key = KeyFiles.read(file);
    if (key.id() != id) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "key file "
              + file
              + " holds key "
              + key.name()
              + ": install it with `evs key install` instead of copying");
    }
    return key;
  }

  /**
   * Installs a key.
   *
   * @return whether it was not there before
   * @throws EvsException SECURITY if it cannot be written
   */
  public boolean install(RingKey key) {
    try {
      makeFolder();
      KeyFiles.write(file(key.id()), key.bytes(), /* replace= */ false);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  /**
   * Forgets a key.
   *
   * @throws EvsException SECURITY if its file cannot be deleted
   */
  public void remove(int id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw failed("cannot be changed", e);
    }
  }

  /**
   * What was stored last; {@link State#NONE} if nothing was.
   *
   * @throws EvsException SECURITY if it cannot be read or understood
   */
  public State state() {
    Path file = folder.resolve(STATE);
    if (!Files.exists(file)) {
      return State.NONE;
    }
    try {
      if (Files.size(file) > STATE_MAX_BYTES) {
        throw new IllegalArgumentException("too long");
      }
      return parse(Files.readAllLines(file, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw failed("cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "file " + file + " is damaged: delete it, and run `evs key use ID --offline`",
          e);
    }
  }

  private static State parse(List<String> lines) {
    if (lines.size() != 3) {
      throw new IllegalArgumentException("not three lines");
    }
    long generation = Long.parseLong(value(lines.get(0), "generation"));
    int active =
        parseId(value(lines.get(1), "active"))
            .orElseThrow(() -> new IllegalArgumentException("no key id"));
    Set<Long> seen = new TreeSet<>();
    for (String id : value(lines.get(2), "seen").split(" ", -1)) {
      if (!id.isEmpty()) {
        seen.add(Long.parseUnsignedLong(id));
      }
    }
    return new State(generation, active, seen);
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("no " + name);
    }
    return line.substring(name.length() + 1);
  }

  /**
   * Stores which key is in use.
   *
   * @throws EvsException SECURITY if it cannot be written
   */
  public void store(State state) {
    List<String> seen = new ArrayList<>();
    new TreeSet<>(state.seen()).forEach(id -> seen.add(Long.toUnsignedString(id)));
    String text =
        "generation "
            + state.generation()
            + "\nactive "
            + RingKey.name(state.active())
            + "\nseen "
            + String.join(" ", seen)
            + "\n";
    try {
      makeFolder();
      Path temporary = Files.createTempFile(folder, ".state", "");
      try {
        KeyFiles.fill(temporary, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(temporary, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private Path file(int id) {
    return folder.resolve(RingKey.name(id) + KEY_SUFFIX);
  }

  private EvsException failed(String what, IOException cause) {
    return new EvsException(
        EvsException.Code.SECURITY,
        "key ring " + folder + " " + what + " by this user: " + cause.getMessage(),
        cause);
  }
}
