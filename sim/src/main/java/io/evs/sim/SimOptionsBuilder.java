package io.evs.sim;

/** Collects options; a span or until that is not given follows from the messages. */
public final class SimOptionsBuilder {
  private static final long MS = 1_000_000L;

  private int nodes = 3;
  private long seed = 1;
  private int messages = 200;
  private int payloadFrom;
  private int payloadTo = 4000;
  private double largeShare = 0.01;
  private double safe = 0.2;
  private double loss;
  private boolean burstLoss;
  private double duplicate;
  private double reorder;
  private double corrupt;
  private double garbage;
  private int partitions;
  private double oddLinks;
  private int crashes;
  private int pauses;
  private int typeLosses;
  private int deafs;
  private int stateFaults;
  private int rtrEntries;
  private int failRecv;
  private boolean clockSkew;
  private double stayDown = 0.2;
  private String profile = "default";
  private long latencyNanos = MS;
  private long spanNanos;
  private long untilNanos;
  private int initialSeq;
  private int initialTokenSeq;
  private boolean formFirst = true;
  private boolean learnAddresses;
  private boolean sealed;
  private long maxSteps = 20_000_000;

  SimOptionsBuilder() {}

  SimOptionsBuilder(SimOptions from) {
    nodes = from.nodes();
    seed = from.seed();
    messages = from.messages();
    payloadFrom = from.payloadFrom();
    payloadTo = from.payloadTo();
    largeShare = from.largeShare();
    safe = from.safe();
    loss = from.loss();
    burstLoss = from.burstLoss();
    duplicate = from.duplicate();
    reorder = from.reorder();
    corrupt = from.corrupt();
    garbage = from.garbage();
    partitions = from.partitions();
    oddLinks = from.oddLinks();
    crashes = from.crashes();
    pauses = from.pauses();
    typeLosses = from.typeLosses();
    deafs = from.deafs();
    stateFaults = from.stateFaults();
    rtrEntries = from.rtrEntries();
    failRecv = from.failRecv();
    clockSkew = from.clockSkew();
    stayDown = from.stayDown();
    profile = from.profile();
    latencyNanos = from.latencyNanos();
    spanNanos = from.spanNanos();
    untilNanos = from.untilNanos();
    initialSeq = from.initialSeq();
    initialTokenSeq = from.initialTokenSeq();
    formFirst = from.formFirst();
    learnAddresses = from.learnAddresses();
    sealed = from.sealed();
    maxSteps = from.maxSteps();
  }

  /** Number of processes. */
  public SimOptionsBuilder nodes(int value) {
    nodes = value;
    return this;
  }

  /** Seed of all randomness. */
  public SimOptionsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Messages in total. */
  public SimOptionsBuilder messages(int value) {
    messages = value;
    return this;
  }

  /** Fraction of large messages. */
  public SimOptionsBuilder largeShare(double value) {
    largeShare = value;
    return this;
  }

  /** Fraction of safe messages. */
  public SimOptionsBuilder safe(double value) {
    safe = value;
    return this;
  }

  /** Probability of loss. */
  public SimOptionsBuilder loss(double value) {
    loss = value;
    return this;
  }

  /** Whether losses come in bursts. */
  public SimOptionsBuilder burstLoss(boolean value) {
    burstLoss = value;
    return this;
  }

  /** Probability of a second copy. */
  public SimOptionsBuilder duplicate(double value) {
    duplicate = value;
    return this;
  }

  /** Probability of being overtaken. */
  public SimOptionsBuilder reorder(double value) {
    reorder = value;
    return this;
  }

  /** Probability of damage. */
  public SimOptionsBuilder corrupt(double value) {
    corrupt = value;
    return this;
  }

  /** Probability of an undecodable datagram. */
  public SimOptionsBuilder garbage(double value) {
    garbage = value;
    return this;
  }

  /** Number of partitions. */
  public SimOptionsBuilder partitions(int value) {
    partitions = value;
    return this;
  }

  /** Fraction of partitions that are not clean. */
  public SimOptionsBuilder oddLinks(double value) {
    oddLinks = value;
    return this;
  }

  /** Number of crashes and leaves. */
  public SimOptionsBuilder crashes(int value) {
    crashes = value;
    return this;
  }

  /** Number of pauses. */
  public SimOptionsBuilder pauses(int value) {
    pauses = value;
    return this;
  }

  /** Number of periods in which one packet type is lost. */
  public SimOptionsBuilder typeLosses(int value) {
    typeLosses = value;
    return this;
  }

  /** Number of periods in which no data reaches some node. */
  public SimOptionsBuilder deafs(int value) {
    deafs = value;
    return this;
  }

  /** Number of state-triggered faults. */
  public SimOptionsBuilder stateFaults(int value) {
    stateFaults = value;
    return this;
  }

  /** Longest retransmission list; 0 for the profile's. */
  public SimOptionsBuilder rtrEntries(int value) {
    rtrEntries = value;
    return this;
  }

  /** Visits without progress before giving up; 0 for the profile's. */
  public SimOptionsBuilder failRecv(int value) {
    failRecv = value;
    return this;
  }

  /** Whether clocks run wrong. */
  public SimOptionsBuilder clockSkew(boolean value) {
    clockSkew = value;
    return this;
  }

  /** Probability of staying down at the end. */
  public SimOptionsBuilder stayDown(double value) {
    stayDown = value;
    return this;
  }

  /** Profile: default, fast or lossy. */
  public SimOptionsBuilder profile(String value) {
    profile = value;
    return this;
  }

  /** Least latency of a link. */
  public SimOptionsBuilder latencyNanos(long value) {
    latencyNanos = value;
    return this;
  }

  /** Time over which messages and faults are spread. */
  public SimOptionsBuilder spanNanos(long value) {
    spanNanos = value;
    return this;
  }

  /** Virtual time at which the network heals at the latest. */
  public SimOptionsBuilder untilNanos(long value) {
    untilNanos = value;
    return this;
  }

  /** Sequence before the first message of a ring. */
  public SimOptionsBuilder initialSeq(int value) {
    initialSeq = value;
    return this;
  }

  /** Token sequence before the first of a ring. */
  public SimOptionsBuilder initialTokenSeq(int value) {
    initialTokenSeq = value;
    return this;
  }

  /** Whether messages and faults wait for the first ring of all. */
  public SimOptionsBuilder formFirst(boolean value) {
    formFirst = value;
    return this;
  }

  /** Whether addresses must be learned. */
  public SimOptionsBuilder learnAddresses(boolean value) {
    learnAddresses = value;
    return this;
  }

  /** Whether packets travel in envelopes. */
  public SimOptionsBuilder sealed(boolean value) {
    sealed = value;
    return this;
  }

  /** Most steps. */
  public SimOptionsBuilder maxSteps(long value) {
    maxSteps = value;
    return this;
  }

  /** Range of ordinary payloads in bytes; no large messages beside it. */
  public SimOptionsBuilder payload(int from, int to) {
    payloadFrom = from;
    payloadTo = to;
    largeShare = 0;
    return this;
  }

  /**
   * The options.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  public SimOptions build() {
    long span = spanNanos > 0 ? spanNanos : Math.max(1000 * MS, messages * 4L * MS);
    // Time enough for the heaviest loss that the profile is made for.
    long until = untilNanos > 0 ? Math.max(untilNanos, span) : span + patienceNanos();
    return new SimOptions(
        nodes,
        seed,
        messages,
        payloadFrom,
        payloadTo,
        largeShare,
        safe,
        loss,
        burstLoss,
        duplicate,
        reorder,
        corrupt,
        garbage,
        partitions,
        oddLinks,
        crashes,
        pauses,
        typeLosses,
        deafs,
        stateFaults,
        rtrEntries,
        failRecv,
        clockSkew,
        stayDown,
        profile,
        latencyNanos,
        span,
        until,
        initialSeq,
        initialTokenSeq,
        formFirst,
        learnAddresses,
        sealed,
        maxSteps);
  }

  private long patienceNanos() {
    return profile.equals("lossy") ? 3_600_000 * MS : 20_000 * MS;
  }
}
