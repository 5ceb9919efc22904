package io.evs.cli.ring;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import java.time.Duration;

/** Waiting for a ring. */
public final class Formation {
  private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);

  private Formation() {}

  /** Waits for so many members; false after the time-out. */
  public static boolean hasMembers(EvsMember member, int count, Duration limit) {
    try {
      member.awaitMembers(count, limit);
      return true;
    } catch (EvsException late) {
      if (late.code() == EvsException.Code.TIMEOUT) {
        return false;
      }
      throw late;
    }
  }

  /**
   * Waits for the first configuration.
   *
   * @throws CliException with exit 3 if there is none within 30 s
   */
  public static void await(EvsMember member) {
    if (!hasMembers(member, 1, FORM_TIMEOUT)) {
      throw new CliException(
          ExitCode.UNREACHABLE, "no ring formed within " + FORM_TIMEOUT.toSeconds() + " s");
    }
  }
}
