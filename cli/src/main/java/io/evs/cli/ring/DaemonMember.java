package io.evs.cli.ring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.cli.config.Settings;
import io.evs.ipc.EvsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The member of the local daemon, whose client this process is. */
public final class DaemonMember implements RingMember {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final JsonFactory JSON = new JsonFactory();

  private final EvsClient client;

  private DaemonMember(EvsClient client) {
    this.client = client;
  }

  /**
   * The daemon that serves the socket of a configuration; empty if there is none, or if it is of
   * another ring or node than the configuration gives.
   *
   * @throws EvsException ACCESS if this user may not connect; TIMEOUT if it does not answer
   */
  public static Optional<RingMember> find(Settings settings, Map<String, String> environment) {
    EvsClient client;
    try {
      client = EvsClient.connect(IpcConfigs.socket(settings, environment), "evs");
    } catch (EvsException refused) {
      if (refused.code() == EvsException.Code.TRY_AGAIN) {
        return Optional.empty();
      }
      throw refused;
    }
    if (!fits(client, settings)) {
      client.close();
      return Optional.empty();
    }
    return Optional.of(new DaemonMember(client));
  }

  private static boolean fits(EvsClient client, Settings settings) {
    boolean ring = settings.text("ring.name").map(client.ringName()::equals).orElse(true);
    boolean node = settings.number("node.id").map(id -> id == client.node().asLong()).orElse(true);
    return ring && node;
  }

  @Override
  public NodeId id() {
    return client.node();
  }

  @Override
  public Evs open(EvsListener listener) {
    return client.open(listener);
  }

  @Override
  public boolean awaitOperational(Duration timeout) {
    return awaitMembers(1, timeout);
  }

  @Override
  public boolean awaitMembers(int count, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (client.configuration().members().size() < count) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(client.status())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_OBJECT
            && "counters".equals(json.currentName())) {
          readNumbers(json, counters);
        }
      }
    } catch (IOException wrong) {
      throw new UncheckedIOException("the daemon's status is not JSON", wrong);
    }
    return counters;
  }

  private static void readNumbers(JsonParser json, Map<String, Long> into) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken().isNumeric()) {
        into.put(name, json.getLongValue());
      } else {
        json.skipChildren();
      }
    }
  }

  /** The daemon's threads are not this process's. */
  @Override
  public long cpuNanos() {
    return 0;
  }

  /** Where its clients are: on this machine. */
  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public void abort() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
  }
}
