package io.evs.cli.simulate;

import io.evs.EvsException;
import io.evs.QuorumSettings;
import io.evs.cli.base.CliException;
import io.evs.cli.base.Options;
import io.evs.sim.options.SimOptions;
import io.evs.sim.options.SimOptionsBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options that describe a random run, but for its seed and profile. */
public final class SimulatedFaults {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,8}):(\\d{1,8})");

  @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "Processes (3).")
  private int nodes;

  @Option(
      names = "--messages",
      paramLabel = "M",
      defaultValue = "200",
      description = "Messages in all (200).")
  private int messages;

  @Option(
      names = "--payload",
      paramLabel = "FROM:TO",
      description = "Payload bytes (default: 0:4000, and some large ones).")
  private String payload;

  @Option(
      names = "--safe",
      paramLabel = "FRACTION",
      defaultValue = "0.2",
      description = "Part of the messages that are safe (0.2).")
  private double safe;

  @Option(
      names = "--loss",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a packet is lost.")
  private double loss;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      defaultValue = "0",
      description = "... that it arrives twice.")
  private double duplicate;

  @Option(
      names = "--reorder",
      paramLabel = "P",
      defaultValue = "0",
      description = "... that it is overtaken.")
  private double reorder;

  @Option(
      names = "--corrupt",
      paramLabel = "P",
      defaultValue = "0",
      description = "... that it is damaged.")
  private double corrupt;

  @Option(
      names = "--partitions",
      paramLabel = "K",
      defaultValue = "0",
      description = "Times the network is cut.")
  private int partitions;

  @Option(
      names = "--crashes",
      paramLabel = "K",
      defaultValue = "0",
      description = "Crashes and leaves, with restarts.")
  private int crashes;

  @Option(
      names = "--pauses",
      paramLabel = "K",
      defaultValue = "0",
      description = "Times a process stands still.")
  private int pauses;

  @Option(
      names = "--state-faults",
      paramLabel = "K",
      defaultValue = "0",
      description = "Faults triggered by a member's state, such as a crash in Recovery.")
  private int stateFaults;

  @Option(
      names = "--quorum",
      paramLabel = "POLICY",
      description =
          "Decide which rings are primary: majority, last-known-majority, or two-node (with --nodes"
              + " 2). Each process has a vote.")
  private String quorum;

  @Option(
      names = "--locks",
      description =
          "Applications take locks for a while; with --quorum never two hold one at a time.")
  private boolean locks;

  @Option(
      names = "--services",
      description =
          "Applications stand for leader and meet at a barrier, for a while; with --quorum never two"
              + " lead at a time.")
  private boolean services;

  @Option(
      names = "--state",
      description =
          "Applications replicate a state for a while; with --quorum no command that was answered is"
              + " lost.")
  private boolean state;

  @Option(
      names = "--sealed",
      description =
          "Packets travel in envelopes (AES-256-GCM) whose key changes; somebody without the key"
              + " repeats, relays, holds back and forges them.")
  private boolean sealed;

  @Option(
      names = "--until",
      paramLabel = "D",
      description = "Virtual time after which the network heals.")
  private String until;

  /** The options of the run with that seed and the ring's values of that profile. */
  public SimOptions options(long seed, String profile) {
    Options.require(
        profile.matches("default|fast|lossy"), "--profile", profile, "default, fast or lossy");
    try {
      return SimOptions.of(values -> set(values, seed, profile));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  /** The same options with what the applications are to do beside. */
  SimOptions withApplications(SimOptions options) {
    if ((locks || services) && state) {
      throw CliException.usage("--state excludes --locks and --services; use one of them");
    }
    SimOptions taking = locks ? options.with(SimOptionsBuilder::takeLocks) : options;
    SimOptions using = services ? taking.with(SimOptionsBuilder::useServices) : taking;
    SimOptions with = using.with(values -> values.state = state);
    return quorum == null ? with : withQuorum(with);
  }

  private SimOptions withQuorum(SimOptions options) {
    Options.require(
        QuorumSettings.Policy.texts().contains(quorum),
        "--quorum",
        quorum,
        String.join(", ", QuorumSettings.Policy.texts()));
    try {
      return options.with(values -> values.quorum = quorum);
    } catch (EvsException | IllegalArgumentException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  private void set(SimOptionsBuilder values, long seed, String profile) {
    values.seed = seed;
    values.nodes = nodes;
    values.messages = messages;
    values.safe = safe;
    values.loss = loss;
    values.duplicate = duplicate;
    values.reorder = reorder;
    values.corrupt = corrupt;
    values.partitions = partitions;
    values.crashes = crashes;
    values.pauses = pauses;
    values.stateFaults = stateFaults;
    values.sealed = sealed;
    values.profile = profile;
    if (payload != null) {
      Matcher range = RANGE.matcher(payload);
      Options.require(range.matches(), "--payload", payload, "FROM:TO in bytes");
      values.payload(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    }
    if (until != null) {
      values.untilNanos = Options.duration("--until", until).toNanos();
    }
  }
}
