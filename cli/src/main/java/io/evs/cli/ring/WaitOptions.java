package io.evs.cli.ring;

import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.config.ValueType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What a command waits for before it does its work. */
public final class WaitOptions {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Who has waited that long is told for what. */
  private static final Duration TOLD = Duration.ofSeconds(1);

  @Option(
      names = "--wait-for",
      paramLabel = "quorum|N",
      description =
          "First wait for a primary ring, or for a ring of N members; exit status 3 after 60 s.")
  private String waitFor;

  private Consumer<String> remarks = text -> {};

  /** Whether there is something to wait for. */
  public boolean isGiven() {
    return waitFor != null;
  }

  /**
   * Looks at the option before anything is started.
   *
   * @param toPeople what is told while {@link #await} takes its time
   */
  public void check(Consumer<String> toPeople) {
    remarks = toPeople;
    check();
  }

  private void check() {
    if (waitFor != null && !isQuorum()) {
      boolean number = waitFor.matches("[0-9]{1,4}");
      int count = number ? Integer.parseInt(waitFor) : 0;
      Options.require(
          count >= 1 && count <= EvsConfig.MEMBERS_MAX,
          "--wait-for",
          waitFor,
          "quorum, or a number from 1 to " + EvsConfig.MEMBERS_MAX);
    }
  }

  private boolean isQuorum() {
    return waitFor.equals(ValueType.Members.QUORUM);
  }

  /**
   * Waits, if the option says so.
   *
   * @throws CliException exit 3 after the limit; exit 2 if the node knows no quorum
   */
  public void await(EvsMember member) {
    check();
    if (waitFor != null) {
      new Waiting(isQuorum() ? 0 : Integer.parseInt(waitFor), remarks).await(member);
    }
  }

  /** The wait for a configuration; of no number of members for a primary one. */
  private static final class Waiting implements EvsListener {
    private final int members;
    private final Consumer<String> remarks;
    private Optional<ConfigurationChange> last = Optional.empty();

    Waiting(int members, Consumer<String> remarks) {
      this.members = members;
      this.remarks = remarks;
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.REGULAR) {
        last = Optional.of(change);
      }
    }

    private boolean isOver() {
      return last.isPresent() && (isEnough(last.get()) || knowsNoQuorum(last.get()));
    }

    private boolean isEnough(ConfigurationChange change) {
      return members == 0 ? change.primary().orElse(false) : change.members().size() >= members;
    }

    private boolean knowsNoQuorum(ConfigurationChange change) {
      return members == 0 && change.primary().isEmpty();
    }

    private void awaitPatiently(Evs handle) {
      if (!handle.dispatchUntil(this::isOver, LIMIT.minus(TOLD))) {
        throw new CliException(
            ExitCode.UNREACHABLE,
            (members == 0 ? "no primary ring" : "no ring of " + members + " members")
                + " within "
                + LIMIT.toSeconds()
                + " s",
            "see evs status");
      }
    }

    private void await(EvsMember member) {
      try (Evs handle = member.open(this)) {
        if (!handle.dispatchUntil(this::isOver, TOLD)) {
          remarks.accept(
              "evs: waiting for "
                  + (members == 0 ? "a primary ring" : "a ring of " + members + " members"));
          awaitPatiently(handle);
        }
      }
      if (knowsNoQuorum(last.get())) {
        throw CliException.usage(
            "option --wait-for: the node has no quorum; set quorum.expected_votes in its"
                + " configuration and start it again");
      }
    }
  }
}
