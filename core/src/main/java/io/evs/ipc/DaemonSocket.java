package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.socket.LocalSocket;
import io.evs.ipc.socket.LockFile;
import io.evs.ipc.socket.SocketFolder;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A daemon's socket as clients see it: connecting, and what to say where that fails. */
final class DaemonSocket {
  private DaemonSocket() {}

  /** Connects; throws an {@link EvsException} that says why not. */
  static SocketChannel connect(Path socket, long patienceNanos) {
    SocketFolder.refuseImpostor(socket);
    try {
      return LocalSocket.connect(socket, patienceNanos);
    } catch (SocketTimeoutException late) {
      throw silent(socket, patienceNanos, late);
    } catch (IOException error) {
      boolean denied =
          String.valueOf(error.getMessage()).contains("Permission denied")
              || (Files.exists(socket) && !Files.isWritable(socket));
      if (denied) {
        throw new EvsException(
            EvsException.Code.ACCESS,
            "this user may not connect to "
                + socket
                + ": see ipc.mode of the node, and the permissions of the folder",
            error);
      }
      if (String.valueOf(error.getMessage()).contains("path too long")) {
        throw new EvsException(
            EvsException.Code.INVALID_PARAM,
            "the path of a socket has about 100 bytes at most, and " + socket + " is longer",
            error);
      }
      throw new EvsException(
          EvsException.Code.TRY_AGAIN,
          removed(socket).orElse("no evs node serves " + socket + ": start one with evs node"),
          error);
    }
  }

  /** As {@link EvsClient#removed}. */
  static Optional<String> removed(Path socket) {
    OptionalLong owner = LockFile.livingOwner(socket);
    return owner.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "process "
                + owner.getAsLong()
                + " served "
                + socket
                + ", which is gone: wait "
                + SocketWatch.LOOK_EVERY_SECONDS
                + " s until it is created again, or start that evs node again");
  }

  /** It does not answer. */
  static EvsException silent(Path socket, long nanos, Exception late) {
    return new EvsException(
        EvsException.Code.TIMEOUT,
        "the evs node at "
            + socket
            + " did not answer in "
            + TimeUnit.NANOSECONDS.toSeconds(nanos)
            + " s",
        late);
  }
}
