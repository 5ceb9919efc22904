package io.evs.doctor;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.node.Probing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A checkup from where a node would be that does not run yet: with its address, port and key, but
 * without becoming a member. Nodes that run answer, and other doctors that wait as this one.
 */
public final class Preflight {
  private static final long TICK_MILLIS = 20;

  private Preflight() {}

  /**
   * Asks the listed peers, and the group of a multicast ring, and answers others meanwhile.
   *
   * @param howLong for so long, so that doctors that are started one after the other find each
   *     other
   * @throws EvsException as {@link Probing#open}
   */
  public static CheckupReport run(EvsConfig config, Duration howLong) throws InterruptedException {
    CpuQuota quota = CpuQuota.ofThisProcess();
    try (Probing.Alone alone = Probing.open(config)) {
      Probing probing = alone.probing();
      long end = System.nanoTime() + howLong.toNanos();
      List<CheckupReport.Link> links = List.of();
      do {
        links = once(probing);
      } while (System.nanoTime() - end < 0 && !links.stream().allMatch(Preflight::isWell));
      while (System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
      return Reports.of(
          probing, Optional.empty(), Optional.empty(), quota, Map.copyOf(alone.strangers()), links);
    }
  }

  private static boolean isWell(CheckupReport.Link link) {
    return link.answered() == link.asked() && link.groupAnswered() == link.groupAsked();
  }

  /** One round, which may go a little over the time: what is half asked says nothing. */
  private static List<CheckupReport.Link> once(Probing probing) throws InterruptedException {
    List<Checkup.Target> targets =
        probing.listed().stream().map(each -> new Checkup.Target(0, each, false, true)).toList();
    Checkup checkup =
        new Checkup(
            probing.transport(),
            targets,
            probing.multicast(),
            probing.packetBytes(),
            probing.headerBytes());
    checkup.begin();
    while (checkup.step()) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    for (int i = 0; i < 15; i++) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    checkup.end();
    return checkup.links();
  }
}
