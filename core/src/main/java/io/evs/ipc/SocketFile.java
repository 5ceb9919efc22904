package io.evs.ipc;

import io.evs.EvsException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The socket of a daemon in the file system. A lock file beside it says whose it is, so that a
 * socket left by a daemon that was killed can be told from one that is served.
 */
public final class SocketFile implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int PID_MAX_BYTES = 32;

  private final Path path;
  private final FileChannel lock;
  private final ServerSocketChannel channel;

  private SocketFile(Path path, FileChannel lock, ServerSocketChannel channel) {
    this.path = path;
    this.lock = lock;
    this.channel = channel;
  }

  /**
   * Where the socket is unless the configuration says: {@code /run/evs/evs.sock} for root, else
   * {@code $XDG_RUNTIME_DIR/evs/evs.sock}, else {@code evs.sock} in the folder for state.
   */
  public static Path defaultPath(Map<String, String> environment, Path stateHome) {
    if (ownUid() == 0) {
      return Path.of("/run/evs/evs.sock");
    }
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.isEmpty() ? stateHome.resolve("evs.sock") : Path.of(runtime, "evs", "evs.sock");
  }

  /** The user of this process; -1 where there are no such numbers. */
  static long ownUid() {
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return uid instanceof Integer number ? Integer.toUnsignedLong(number) : -1;
    } catch (IOException | RuntimeException notLinux) {
      return -1;
    }
  }

  /**
   * Takes the place of a socket that nobody serves.
   *
   * @throws EvsException NO_RESOURCES if another process serves it; ACCESS if the folder cannot be
   *     written; INVALID_PARAM if there is something else than a socket
   */
  public static SocketFile open(IpcSettings settings) {
    Path path = settings.socket().toAbsolutePath();
    FileChannel lock = null;
    try {
      createFolder(path.getParent());
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
        throw new EvsException(
            EvsException.Code.INVALID_PARAM,
            path + " exists and is no socket: remove it, or choose another ipc.socket");
      }
      lock = lock(path);
      ServerSocketChannel channel = bind(settings, path);
      return new SocketFile(path, lock, channel);
    } catch (IOException error) {
      closeQuietly(lock);
      throw new EvsException(
          EvsException.Code.ACCESS,
          "socket "
              + path
              + " cannot be made ("
              + error
              + "): make its folder writable for this user, or choose another ipc.socket",
          error);
    } catch (RuntimeException error) {
      closeQuietly(lock);
      throw error;
    }
  }

  private static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      // Others pass through it to the socket, whose own mode decides.
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & 0170000) == 0140000;
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock held = tryLock(file);
      if (held == null) {
        throw taken(path, " (pid " + read(file) + ")");
      }
      if (answers(path)) {
        throw taken(path, "");
      }
      ByteBuffer pid =
          StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid()));
      file.truncate(0);
      file.write(pid, 0);
      return file;
    } catch (IOException | RuntimeException error) {
      closeQuietly(file);
      throw error;
    }
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static EvsException taken(Path path, String by) {
    return new EvsException(EvsException.Code.NO_RESOURCES, "another evs node serves " + path + by);
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(PID_MAX_BYTES);
    file.read(text, 0);
    return StandardCharsets.US_ASCII.decode(text.flip()).toString();
  }

  private static boolean answers(Path path) {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return probe.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Binds beside the place and moves there: nobody sees it with another mode. */
  private static ServerSocketChannel bind(IpcSettings settings, Path path) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
      Files.setPosixFilePermissions(fresh, settings.permissions());
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return channel;
    } catch (IOException | RuntimeException error) {
      channel.close();
      Files.deleteIfExists(fresh);
      throw error;
    }
  }

  private static void closeQuietly(FileChannel file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException nothingToLose) {
        return;
      }
    }
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes the socket; the lock file stays, or two could hold locks on files of one name. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
    lock.close();
  }
}
