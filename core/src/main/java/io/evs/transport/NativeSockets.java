package io.evs.transport;

import io.evs.transport.address.BindErrors;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Netty's native sockets can be used. To be asked before anything else of Netty's epoll is
 * touched: the folder for the library is chosen here. Any thread.
 */
public final class NativeSockets {
  private static final Logger LOG = LoggerFactory.getLogger(NativeSockets.class);
  private static final String WORK_FOLDER = "io.netty.native.workdir";
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  /** The answer, found once. */
  private static final class Found {
    static final boolean AVAILABLE = look();

    private Found() {}
  }

  private NativeSockets() {}

  /** Whether they can be used; a warning says once why not, where they should be. */
  public static boolean areAvailable() {
    return Found.AVAILABLE;
  }

  private static boolean look() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    NativeFolder folder = NativeFolder.ofThisMachine();
    String temporary = System.getProperty(TEMPORARY_FOLDER);
    List<Path> candidates =
        NativeFolder.candidates(temporary, System.getenv(), System.getProperty("user.home"));
    Optional<String> against = folder.against(Path.of(temporary));
    if (System.getProperty(WORK_FOLDER) == null && against.isPresent()) {
      folder.choose(candidates).ifPresent(each -> System.setProperty(WORK_FOLDER, each.toString()));
    }
    boolean available = Epoll.isAvailable();
    if (!available) {
      LOG.warn(
          "no native library for sockets, so packets are sent one by one: {}; set TMPDIR to a"
              + " folder that can be written and from which programs may run",
          against.orElseGet(() -> BindErrors.plain(deepest(Epoll.unavailabilityCause()))));
    }
    return available;
  }

  private static Throwable deepest(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
