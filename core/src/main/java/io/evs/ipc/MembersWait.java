package io.evs.ipc;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.text.Spans;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Waits, for a client, for a configuration: if the one that is installed is not enough, by the
 * events of a handle that is opened for that.
 */
final class MembersWait implements EvsListener {
  private final EvsClient client;
  private final int members;
  private Optional<Configuration> last;

  private MembersWait(EvsClient client, int members) {
    this.client = client;
    this.members = members;
    this.last = client.configuration();
  }

  static Configuration await(EvsClient client, int members, Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (members < 1) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM, "a ring of " + members + " members; use 1 or more");
    }
    return new MembersWait(client, members).await(timeout);
  }

  private Configuration await(Duration timeout) {
    if (isEnough()) {
      return last.get();
    }
    try (Evs handle = client.open(this)) {
      if (handle.dispatchUntil(this::isEnough, timeout)) {
        return last.get();
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting");
    }
    throw new EvsException(
        EvsException.Code.TIMEOUT,
        "the evs node at "
            + client.socket()
            + " has no ring of "
            + members
            + " members after "
            + Spans.millis(timeout)
            + " ms, but of "
            + last.map(each -> each.members().size()).orElse(0)
            + ": see evs status");
  }

  private boolean isEnough() {
    return last.isPresent() && last.get().members().size() >= members;
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      last =
          Optional.of(
              new Configuration(change.ring(), change.members(), client.id(), change.primary()));
    }
  }
}
