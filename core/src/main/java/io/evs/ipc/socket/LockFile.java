package io.evs.ipc.socket;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Says whose a socket is: the file beside it that the daemon which serves it has locked, and which
 * holds the daemon's process id. Only its owner may read it, since whoever may read a file may hold
 * a lock that shuts the daemon out.
 */
public final class LockFile implements AutoCloseable {
  private static final int TEXT_MAX_BYTES = 64;
  private static final int TRIES = 16;

  private final Path path;
  private final FileChannel file;
  private final Object identity;

  private LockFile(Path path, FileChannel file, Object identity) {
    this.path = path;
    this.file = file;
    this.identity = identity;
  }

  /** The lock file of a socket. */
  public static Path of(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".lock");
  }

  /**
   * Takes the lock of a socket, and leaves this process's id in it.
   *
   * @throws EvsException NO_RESOURCES if another process has it; ACCESS if the file is of another
   *     user; INVALID_PARAM if something else has its name
   * @throws IOException if the file cannot be made or written
   */
  static LockFile take(Path socket) throws IOException {
    Path path = of(socket);
    String mine = Long.toString(ProcessHandle.current().pid());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      FileChannel file = open(path);
      // Not by reading it: to close any descriptor of a file is to give up the process's lock.
      Object identity = SocketFile.identity(path);
      try {
        if (tryLock(file) == null) {
          throw new EvsException(
              EvsException.Code.NO_RESOURCES,
              "another evs node serves " + socket + " (pid " + pid(read(file)) + ")");
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        file.truncate(0);
        file.write(StandardCharsets.US_ASCII.encode(mine), 0);
        if (identity != null && identity.equals(SocketFile.identity(path))) {
          return new LockFile(path, file, identity);
        }
        // Its last owner removed it in between: the lock is on a file without a name.
        file.close();
      } catch (IOException | RuntimeException error) {
        file.close();
        throw error;
      }
    }
    throw new IOException(path + " is removed again and again");
  }

  /**
   * A file that exists is opened without the wish to create it, which a folder such as /tmp refuses
   * for files of others, even to root ({@code fs.protected_regular}). Links are not followed: what
   * they point to would be overwritten.
   */
  private static FileChannel open(Path path) throws IOException {
    Set<OpenOption> use =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          check(path);
          return FileChannel.open(path, use);
        }
        return FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (NoSuchFileException | FileAlreadyExistsException changedMeanwhile) {
        if (!Files.isDirectory(path.getParent())) {
          throw changedMeanwhile;
        }
      } catch (AccessDeniedException denied) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw ofAnother(path);
        }
        throw denied;
      }
    }
    throw new IOException(path + " comes and goes");
  }

  private static void check(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          path + " exists and is not a file of evs: remove it, or choose another ipc.socket");
    }
    if (SocketFile.owner(path) != SocketFile.ownUid()) {
      throw ofAnother(path);
    }
  }

  private static EvsException ofAnother(Path path) {
    return new EvsException(
        EvsException.Code.ACCESS,
        "lock file "
            + path
            + " belongs to "
            + SocketFile.ownerName(path)
            + ": remove it if no evs node of that user runs, or choose another ipc.socket");
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(TEXT_MAX_BYTES);
    file.read(text, 0);
    return StandardCharsets.US_ASCII.decode(text.flip()).toString();
  }

  private static String pid(String text) {
    return text.lines().findFirst().filter(each -> each.matches("[0-9]{1,19}")).orElse("unknown");
  }

  /**
   * The process that served a socket last, if it still runs and this user may know it. Its id may
   * have been given to another process since it was killed.
   */
  public static OptionalLong livingOwner(Path socket) {
    Path path = of(socket);
    // Anybody may have put something of that name into a folder such as /tmp.
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return OptionalLong.empty();
    }
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long pid = Long.parseLong(pid(read(file)));
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(process -> OptionalLong.of(pid))
          .orElse(OptionalLong.empty());
    } catch (IOException | RuntimeException unknown) {
      return OptionalLong.empty();
    }
  }

  /** Whether the file still has its name; a cleaner of folders may have removed it. */
  boolean isInPlace() {
    try {
      return identity.equals(SocketFile.identity(path));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Removes the file while it is locked, so that nobody else's is. */
  @Override
  public void close() throws IOException {
    try {
      if (isInPlace()) {
        Files.deleteIfExists(path);
      }
    } finally {
      file.close();
    }
  }
}
