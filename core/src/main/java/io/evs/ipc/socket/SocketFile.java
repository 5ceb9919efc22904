package io.evs.ipc.socket;

import io.evs.EvsException;
import io.evs.text.Causes;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The socket of a daemon in the file system. A lock file beside it says whose it is, so that a
 * socket left by a daemon that was killed can be told from one that is served. It is bound at its
 * place, since cleaners of folders take a socket that the kernel knows by another name for dead.
 * One thread at a time.
 */
public final class SocketFile implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final Path path;
  private final IpcSettings settings;
  private LockFile lock;
  private ServerSocketChannel channel;
  private Object identity;

  private SocketFile(Path path, IpcSettings settings, LockFile lock) {
    this.path = path;
    this.settings = settings;
    this.lock = lock;
  }

  /** The user of this process; -1 where there are no such numbers. */
  public static long ownUid() {
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
   *     written, or others can change what is in it; INVALID_PARAM if there is something else than
   *     a socket
   */
  public static SocketFile open(IpcSettings settings) {
    Path path = settings.socket().toAbsolutePath();
    LockFile lock = null;
    try {
      prepare(path.getParent());
      lock = LockFile.take(path);
      SocketFile socket = new SocketFile(path, settings, lock);
      socket.bind();
      return socket;
    } catch (IOException error) {
      closeQuietly(lock);
      throw new EvsException(
          EvsException.Code.ACCESS,
          "socket "
              + path
              + " cannot be made ("
              + Causes.reason(error)
              + "): make its folder writable for this user, or choose another ipc.socket",
          error);
    } catch (RuntimeException error) {
      closeQuietly(lock);
      throw error;
    }
  }

  private static void prepare(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      // Others pass through it to the socket, whose own mode decides.
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    new SocketFolder(ownUid()).check(folder);
  }

  private static boolean isSocket(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & 0170000) == 0140000;
  }

  /** The user that a file belongs to; -1 where that is not known. */
  public static long owner(Path path) {
    try {
      Object uid = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return uid instanceof Integer number ? Integer.toUnsignedLong(number) : -1;
    } catch (IOException | RuntimeException unknown) {
      return -1;
    }
  }

  /** The same for people. */
  static String ownerName(Path path) {
    try {
      return "user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException | RuntimeException unknown) {
      return "another user";
    }
  }

  private static EvsException taken(Path path) {
    return new EvsException(EvsException.Code.NO_RESOURCES, "another evs node serves " + path);
  }

  /** Whether somebody takes connections there, or would if there were not too many. */
  public static boolean answers(Path path) {
    try (SocketChannel probe = LocalSocket.connect(path, 0)) {
      return probe.isConnected();
    } catch (SocketTimeoutException full) {
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** What the kernel knows the file by; null if there is none. */
  static Object identity(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private void bind() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!isSocket(path)) {
        throw new EvsException(
            EvsException.Code.INVALID_PARAM,
            path + " exists and is not a socket: remove it, or choose another ipc.socket");
      }
      if (answers(path)) {
        throw taken(path);
      }
      Files.delete(path);
    }
    ServerSocketChannel fresh = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      fresh.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, settings.permissions());
      refuseEarly(fresh);
      identity = identity(path);
      channel = fresh;
    } catch (IOException | RuntimeException error) {
      fresh.close();
      throw error;
    }
  }

  /**
   * Until the socket had its mode, it had that of the process's umask. Whoever connected then is
   * among the first of the queue, which holds one more than its length says.
   */
  public static void refuseEarly(ServerSocketChannel fresh) throws IOException {
    fresh.configureBlocking(false);
    for (int place = 0; place <= BACKLOG; place++) {
      SocketChannel early = fresh.accept();
      if (early == null) {
        return;
      }
      early.close();
    }
  }

  private static void closeQuietly(LockFile lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException nothingToLose) {
        return;
      }
    }
  }

  /**
   * Creates the socket again if its name is gone, as cleaners of folders remove what looks old.
   * What somebody else has put there is not touched.
   *
   * @return true if {@link #channel} is another one now; the old one still listens without a name
   * @throws EvsException as {@link #open}
   */
  public boolean renew() throws IOException {
    if (identity.equals(identity(path))) {
      return false;
    }
    prepare(path.getParent());
    if (!lock.isInPlace()) {
      LockFile fresh = LockFile.take(path);
      closeQuietly(lock);
      lock = fresh;
    }
    bind();
    return true;
  }

  public ServerSocketChannel channel() {
    return channel;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes the socket, unless its name is another's by now, and the lock file. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
      if (identity.equals(identity(path))) {
        Files.deleteIfExists(path);
      }
    } finally {
      lock.close();
    }
  }
}
