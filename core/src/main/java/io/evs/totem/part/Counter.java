package io.evs.totem.part;

import java.util.Locale;

/** Counters of the ring: name, unit and help in one place for every display. */
public enum Counter {
  /** Packets taken in. */
  PACKETS_RECEIVED("packets", "packets handed to the ring"),
  /** Packets refused before reading. */
  PACKETS_MALFORMED("packets", "packets dropped because they are not well-formed"),
  /** Well-formed packets of another ring name. */
  PACKETS_OTHER_RING("packets", "join and merge messages of a ring with another name"),
  /** Well-formed packets that do not fit the state. */
  PACKETS_IMPLAUSIBLE("packets", "packets dropped because a value contradicts the ring's state"),
  /** Packets of rings this member is not in. */
  PACKETS_FOREIGN("packets", "message packets of other rings"),
  /** Tokens accepted. */
  TOKENS("tokens", "tokens accepted"),
  /** Tokens seen before. */
  TOKENS_DUPLICATE("tokens", "tokens dropped because they were seen before"),
  /** Tokens dropped for state, ring or sender. */
  TOKENS_DISCARDED("tokens", "tokens dropped because of state, ring or sender"),
  /** Tokens sent again. */
  TOKENS_RETRANSMITTED("tokens", "tokens and commit tokens sent again"),
  /** Second and third copies. */
  TOKEN_COPIES("tokens", "copies of tokens sent at once because tokens get lost"),
  /** Times the token was held. */
  TOKENS_HELD("tokens", "times the token of the idle ring was held here"),
  /** Packets of new messages. */
  MCASTS_SENT("packets", "message packets sent first by this member"),
  /** Message packets received. */
  MCASTS_RECEIVED("packets", "message packets of the ring received for the first time"),
  /** Duplicates. */
  MCASTS_DUPLICATE("packets", "message packets received again"),
  /** Answers to requests. */
  RETRANSMITS("packets", "message packets sent again on request"),
  /** Sent again with a token. */
  RETRANSMITS_WITH_TOKEN("packets", "message packets sent again together with a token"),
  /** Requests. */
  RETRANSMIT_REQUESTS("requests", "requests for missing message packets"),
  /** Visits that the window ended. */
  VISITS_STOPPED_BY_WINDOW(
      "visits",
      "token visits that left packets waiting because of the window or this member's share"),
  /** Visits that a member's full receive window ended. */
  VISITS_STOPPED_BY_RECEIVER(
      "visits", "token visits that left packets waiting because a member had no room for more"),
  /** Packets delivered. */
  PACKETS_DELIVERED("packets", "message packets delivered"),
  /** Joins sent. */
  JOINS_SENT("packets", "join messages sent"),
  /** Joins received. */
  JOINS_RECEIVED("packets", "join messages received"),
  /** Stale joins. */
  JOINS_STALE("packets", "join messages ignored as stale"),
  /** Probation. */
  PROBATION_IGNORED("packets", "messages ignored of nodes on probation"),
  /** Gathers. */
  GATHERS("times", "times Gather was entered from another state"),
  /** Token loss. */
  TOKEN_LOSSES("times", "times the token was lost"),
  /** Consensus time-outs. */
  CONSENSUS_TIMEOUTS("times", "times consensus was not reached in time"),
  /** Agreement without a commit token. */
  AGREEMENTS_SILENT("times", "times all agreed on the members but no commit token came in time"),
  /** Commits. */
  COMMITS("times", "times Commit was entered"),
  /** Recoveries. */
  RECOVERIES("times", "times Recovery was entered"),
  /** Rings installed. */
  RINGS_INSTALLED("rings", "regular configurations installed"),
  /** Recovered packets. */
  RECOVERY_ORIGINATED("packets", "old messages sent in recovery"),
  /** Recovered packets taken over. */
  RECOVERY_TAKEN("packets", "old messages received in recovery"),
  /** Failures to receive. */
  FAILED_TO_RECEIVE("times", "times this member left because it could not receive"),
  /** Hold cancels. */
  HOLD_CANCELS_SENT("packets", "hold cancels sent"),
  /** Merge detection. */
  MERGE_DETECTS_SENT("packets", "merge detect messages sent"),
  /** Duplicate node ids. */
  DUPLICATE_NODE_ID("packets", "messages of another node with this node id"),
  /** Messages of a second node with a member's id. */
  SECOND_NODES_IGNORED("packets", "messages ignored of a second node with the id of a member");

  private final String unit;
  private final String help;

  Counter(String unit, String help) {
    this.unit = unit;
    this.help = help;
  }

  /** Name in status, JSON and metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is counted. */
  public String unit() {
    return unit;
  }

  /** One line for people. */
  public String help() {
    return help;
  }
}
