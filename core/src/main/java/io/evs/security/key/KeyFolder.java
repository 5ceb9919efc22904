package io.evs.security.key;

import io.evs.EvsException;
import io.evs.text.Causes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private static final String RETIRED_SUFFIX = ".key.retired";
  private static final String STATE = "state";
  private static final String LOCK = "lock";
  private static final int RETIRED_KEPT = 8;
  private static final int STATE_MAX_BYTES = 1 << 16;

  /** The highest generation; a ring that changes its key each second needs ages to get there. */
  public static final long GENERATION_MAX = 1L << 62;

  /**
   * Which key is in use.
   *
   * @param generation how often a key was put in use on the ring; the highest one is right
   * @param active id of the key to seal with
   * @param seen node ids of members with a key ring that were seen since a key was installed last,
   *     in the order in which they were seen
   */
  public record State(long generation, int active, Set<Long> seen) {
    /** No key was ever put in use. */
    public static final State NONE = new State(0, 0, Set.of());

    /** Copies the set. */
    public State {
      seen = Collections.unmodifiableSet(new LinkedHashSet<>(seen));
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
   * Checks that nobody but root, this user and its groups can enter the folder, and nobody else can
   * change it. A folder that does not exist is in order.
   *
   * @throws EvsException SECURITY, with one sentence that says what to do
   */
  public void check() {
    try {
      if (!Files.exists(folder)) {
        return;
      }
      Optional<String> objection = Custody.ofProcess().objection(folder);
      if (objection.isPresent()) {
        throw new EvsException(
            EvsException.Code.SECURITY, "key ring " + folder + " " + objection.get());
      }
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Ids of the installed keys, ascending as unsigned numbers.
   *
   * @throws EvsException SECURITY if the folder cannot be read
   */
  public List<Integer> ids() {
    return ids(KEY_SUFFIX);
  }

  /** Ids of keys that were retired and can be installed again from here. */
  public List<Integer> retired() {
    return ids(RETIRED_SUFFIX);
  }

  private List<Integer> ids(String suffix) {
    TreeSet<Integer> ids = new TreeSet<>(Integer::compareUnsigned);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        parseId(name.substring(0, name.length() - suffix.length())).ifPresent(ids::add);
      }
    } catch (DirectoryIteratorException e) {
      throw failed("cannot be read", e.getCause());
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
    return read(id, file(id));
  }

  /** Reads a key that was retired; as {@link #read}. */
  public RingKey readRetired(int id) {
    return read(id, retiredFile(id));
  }

  private RingKey read(int id, Path file) {
    RingKey key = KeyFiles.read(file, custody());
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

  private Custody custody() {
    try {
      return Custody.ofProcess().in(folder);
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Installs a key. Where root does it in a folder of another user, the file is that user's.
   *
   * @return whether it was not there before
   * @throws EvsException SECURITY if it cannot be written
   */
  public boolean install(RingKey key) {
    try {
      makeFolder();
      Path file = file(key.id());
      boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      if (isNew) {
        writeNew(file, key.bytes());
      }
      // Root may have left it as its own before.
      Custody.asOf(folder, file);
      Files.deleteIfExists(retiredFile(key.id()));
      return isNew;
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  private void writeNew(Path file, byte[] key) throws IOException {
    try {
      KeyFiles.write(file, key, /* replace= */ false, Optional.of(folder));
    } catch (FileAlreadyExistsException e) {
      // Somebody else was faster, with the same key.
      return;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Retires a key: it is no longer installed, and its file is kept as {@code ID.key.retired}, with
   * the last few others that were retired.
   *
   * @throws EvsException SECURITY if its file cannot be renamed
   */
  public void retire(int id) {
    try {
      if (Files.exists(file(id), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(file(id), retiredFile(id), StandardCopyOption.ATOMIC_MOVE);
      }
      prune(id);
    } catch (IOException e) {
      throw failed("cannot be changed", e);
    }
  }

  /** Keys that were installed longest ago go first, and the one just retired last. */
  private void prune(int last) throws IOException {
    List<Path> old = new ArrayList<>();
    for (int id : retired()) {
      if (id != last) {
        old.add(retiredFile(id));
      }
    }
    Map<Path, FileTime> installed = new HashMap<>();
    for (Path each : old) {
      installed.put(each, Files.getLastModifiedTime(each));
    }
    old.sort(Comparator.comparing(installed::get));
    for (int i = 0; i <= old.size() - RETIRED_KEPT; i++) {
      Files.deleteIfExists(old.get(i));
    }
  }

  /**
   * Takes the folder for a node that runs, until the result is closed; empty if another node has
   * it.
   *
   * @throws EvsException SECURITY if the folder cannot be written
   */
  public Optional<Closeable> hold() {
    try {
      makeFolder();
      Path file = folder.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      boolean held = false;
      try {
        Custody.asOf(folder, file);
        held = channel.tryLock() != null;
      } catch (OverlappingFileLockException here) {
        held = false;
      } finally {
        if (!held) {
          channel.close();
        }
      }
      return held ? Optional.of(channel) : Optional.empty();
    } catch (IOException e) {
      throw failed("cannot be written", e);
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
      Optional<String> objection = custody().objection(file);
      if (objection.isPresent()) {
        throw new EvsException(EvsException.Code.SECURITY, "file " + file + " " + objection.get());
      }
      if (Files.size(file) > STATE_MAX_BYTES) {
        throw new IllegalArgumentException("too long");
      }
      return StateFile.parse(Files.readAllLines(file, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw failed("cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "file " + file + " is damaged: delete it, and run `evs key use ID --offline`",
          e);
    }
  }

  /**
   * Stores which key is in use.
   *
   * @throws EvsException SECURITY if it cannot be written
   */
  public void store(State state) {
    try {
      makeFolder();
      byte[] text = StateFile.text(state).getBytes(StandardCharsets.US_ASCII);
      Path temporary = FreshFile.write(folder, ".state", "rw-------", text);
      try {
        Custody.asOf(folder, temporary);
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
      Path around = folder.toAbsolutePath().getParent();
      if (around != null) {
        // A service's folder is in the service's state folder.
        Custody.asOf(around, folder);
      }
    }
  }

  private Path retiredFile(int id) {
    return folder.resolve(RingKey.name(id) + RETIRED_SUFFIX);
  }

  private Path file(int id) {
    return folder.resolve(RingKey.name(id) + KEY_SUFFIX);
  }

  private EvsException failed(String what, IOException cause) {
    String why = Causes.reason(cause);
    if (cause instanceof AccessDeniedException) {
      why = "no permission: run as its owner" + owner();
    }
    return new EvsException(
        EvsException.Code.SECURITY, "key ring " + folder + " " + what + ": " + why, cause);
  }

  private String owner() {
    try {
      return ", " + Files.getOwner(folder).getName();
    } catch (IOException unknown) {
      return "";
    }
  }
}
