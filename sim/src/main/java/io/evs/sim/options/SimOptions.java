package io.evs.sim.options;

import io.evs.QuorumSettings;
import io.evs.totem.part.RingPolicy;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that, with a build, determines a simulated run: the options of {@code evs simulate}.
 *
 * @param nodes processes, 1 to 128
 * @param seed of all randomness
 * @param messages to be submitted in total
 * @param payloadFrom least payload in bytes
 * @param payloadTo largest ordinary payload in bytes
 * @param largeShare fraction of messages of up to 100,000 bytes
 * @param safe fraction of messages with safe guarantee
 * @param loss probability that a packet is lost
 * @param burstLoss whether losses come in bursts, of the same mean
 * @param duplicate probability that a packet arrives twice
 * @param reorder probability that a packet is overtaken
 * @param corrupt probability that a packet is damaged
 * @param garbage probability that an undecodable datagram arrives beside a packet
 * @param partitions number of partitions
 * @param oddLinks fraction of them that are one-way cuts, deaf or dumb nodes
 * @param crashes number of crashes and leaves
 * @param pauses number of pauses
 * @param typeLosses number of periods in which one packet type is lost
 * @param deafs number of periods in which no data reaches some node
 * @param stateFaults number of faults triggered by a member's state
 * @param rtrEntries longest retransmission list; 0 for the profile's
 * @param failRecv visits without progress after which a member gives up; 0 for the profile's
 * @param clockSkew whether clocks run at 0.9 to 1.1
 * @param stayDown probability that a node that is down at the end of the chaos stays down
 * @param profile default, fast, lossy, accelerated or narrow
 * @param latencyNanos least latency of a link
 * @param spanNanos time over which messages and faults are spread
 * @param untilNanos virtual time after which the network heals whatever has not been delivered
 * @param initialSeq sequence before the first message of a ring
 * @param initialTokenSeq the same of the token
 * @param formFirst whether messages and faults wait for the first ring of all
 * @param learnAddresses whether a node can send only to those it heard from
 * @param sealed whether packets travel in envelopes, and somebody sends recorded ones again
 * @param maxSteps most steps of a run
 * @param locks whether applications take locks, too
 * @param services whether applications stand for leader and meet at a barrier, too
 * @param state whether applications replicate a state instead
 * @param quorum policy by which rings are primary, of one vote for each process; empty for none
 */
public record SimOptions(
    int nodes,
    long seed,
    int messages,
    int payloadFrom,
    int payloadTo,
    double largeShare,
    double safe,
    double loss,
    boolean burstLoss,
    double duplicate,
    double reorder,
    double corrupt,
    double garbage,
    int partitions,
    double oddLinks,
    int crashes,
    int pauses,
    int typeLosses,
    int deafs,
    int stateFaults,
    int rtrEntries,
    int failRecv,
    boolean clockSkew,
    double stayDown,
    String profile,
    long latencyNanos,
    long spanNanos,
    long untilNanos,
    int initialSeq,
    int initialTokenSeq,
    boolean formFirst,
    boolean learnAddresses,
    boolean sealed,
    long maxSteps,
    boolean locks,
    boolean services,
    boolean state,
    String quorum) {

  /** Checks ranges. */
  public SimOptions {
    require(nodes >= 1 && nodes <= 128, "nodes must be in 1..128");
    require(messages >= 0 && messages <= 10_000_000, "messages must be in 0..10000000");
    require(
        payloadFrom >= 0 && payloadTo >= payloadFrom && payloadTo <= 1 << 20,
        "payload must be a range within 0..1048576");
    require(
        probability(loss)
            && probability(duplicate)
            && probability(reorder)
            && probability(corrupt)
            && probability(garbage)
            && probability(safe)
            && probability(largeShare)
            && probability(oddLinks)
            && probability(stayDown),
        "probabilities must be in 0..1");
    require(
        partitions >= 0
            && crashes >= 0
            && pauses >= 0
            && typeLosses >= 0
            && deafs >= 0
            && stateFaults >= 0,
        "numbers of faults must not be negative");
    require(spanNanos > 0 && untilNanos >= spanNanos, "until must be at least the span");
    require(latencyNanos > 0 && maxSteps > 0, "latency and steps must be positive");
    Profiles.byName(profile);
    quorumSettings(nodes, quorum);
  }

  private static Optional<QuorumSettings> quorumSettings(int nodes, String policy) {
    return policy.isEmpty()
        ? Optional.empty()
        : Optional.of(new QuorumSettings(nodes, 1, QuorumSettings.Policy.parse(policy), false));
  }

  /** The quorum of each process. */
  public Optional<QuorumSettings> quorumSettings() {
    return quorumSettings(nodes, quorum);
  }

  private static boolean probability(double value) {
    return value >= 0 && value <= 1;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The ring's values for the profile. */
  public RingPolicy policy() {
    return Profiles.byName(profile)
        .with(
            values -> {
              values.rtrEntriesMax = rtrEntries > 0 ? rtrEntries : values.rtrEntriesMax;
              values.failRecvConst = failRecv > 0 ? failRecv : values.failRecvConst;
            });
  }

  /**
   * The defaults with some changed.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  public static SimOptions of(Consumer<SimOptionsBuilder> change) {
    return changed(new SimOptionsBuilder(), change);
  }

  /** These with some changed, as in {@link #of}. */
  public SimOptions with(Consumer<SimOptionsBuilder> change) {
    return changed(new SimOptionsBuilder(this), change);
  }

  private static SimOptions changed(SimOptionsBuilder values, Consumer<SimOptionsBuilder> change) {
    change.accept(values);
    return values.build();
  }

  /** Every option with its value, for a report of a failure. */
  public String describe() {
    String text = toString();
    return text.substring(text.indexOf('[') + 1, text.length() - 1);
  }
}
