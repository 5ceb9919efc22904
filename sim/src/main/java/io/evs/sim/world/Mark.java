package io.evs.sim.world;

import java.util.Locale;

/**
 * What a campaign must have reached at least once: a mark never reached means that the generator
 * does not try what it claims to try (docs/reliability.md, "The random campaign").
 */
public enum Mark {
  /** Some member of an old ring lacked messages of it. */
  RECOVERY_WITH_MISSING("recovery entered with messages missing"),
  /** Messages between the transitional and the regular configuration. */
  TAIL_NOT_EMPTY("messages delivered in a transitional configuration"),
  /** A message of the tail that nobody has. */
  GAP_IN_TAIL("a gap in such a tail"),
  /** A safe message delivered to a smaller configuration. */
  SAFE_IN_TAIL("a safe message in such a tail"),
  /** Recovery given up before the first token. */
  RECOVERY_LEFT_0("recovery interrupted before the token was sent on"),
  /** Recovery given up later. */
  RECOVERY_LEFT_1("recovery interrupted after one visit of the token"),
  /** Recovery given up later. */
  RECOVERY_LEFT_2("recovery interrupted after two visits"),
  /** Recovery given up later. */
  RECOVERY_LEFT_3("recovery interrupted after three visits"),
  /** Recovery given up later. */
  RECOVERY_LEFT_4("recovery interrupted after four or more visits"),
  /** Commit given up. */
  COMMIT_LEFT("Commit given up"),
  /** Packet lost. */
  COMMIT_LOST_FIRST("commit token lost in its first round"),
  /** Packet lost. */
  COMMIT_LOST_SECOND("commit token lost in its second round"),
  /** Packet lost. */
  TOKEN_LOST_IN_RECOVERY("token lost in recovery"),
  /** Packet lost. */
  RECOVERED_LOST("a recovered message lost"),
  /** Engine counter. */
  FAILED_TO_RECEIVE("a member that cannot receive left the others"),
  /** Packet sent. */
  LEAVE("leave message sent"),
  /** Message sequence. */
  SEQ_WRAP_UNSIGNED("message sequence crossed from ffffffff to 0"),
  /** Message sequence. */
  SEQ_WRAP_SIGNED("message sequence crossed from 7fffffff to 80000000"),
  /** Token sequence. */
  TOKEN_SEQ_WRAP("token sequence crossed one of the two"),
  /** Packet sent. */
  REQUEST_LIST_FULL("retransmission list of the token full"),
  /** Packet sent. */
  OBLIGATIONS("obligations of an interrupted recovery told to others"),
  /** Rings with different pasts become one. */
  MERGE_OF_THREE("a merge of three or more rings"),
  /** Packet received. */
  LISTED_AS_FAILED("a join received that lists the receiver as failed"),
  /** Engine counter. */
  AGREED_BUT_SILENT("all agreed but no commit token came in time"),
  /** Engine counter. */
  CONSENSUS_TIMEOUT("consensus not reached in time"),
  /** Engine counter. */
  PROBATION("a message of a node on probation ignored"),
  /** Engine counter. */
  TOKEN_HELD("token of an idle ring held"),
  /** Engine counter. */
  HOLD_CANCEL("hold cancelled"),
  /** Engine counter. */
  TOKEN_REPEATED("token sent again"),
  /** Engine counter. */
  TOKEN_DUPLICATE("token received again"),
  /** Engine counter. */
  TOKEN_DISCARDED("token that does not fit state, ring or sender"),
  /** Engine counter. */
  JOIN_STALE("stale join ignored"),
  /** Engine counter. */
  MALFORMED("undecodable packet dropped"),
  /** Engine counter. */
  FOREIGN("data of another ring received"),
  /** A crash between two outputs of one step. */
  DEATH_WITHIN_STEP("a process died between two packets of one step"),
  /** A crash in a state. */
  DEATH_IN_COMMIT("a process died in Commit"),
  /** A crash in a state. */
  DEATH_IN_RECOVERY("a process died in Recovery"),
  /** A pause. */
  LONG_PAUSE("a process stood still for longer than the token time-out"),
  /** A restart. */
  STATE_LOST("a process started without readable stable state"),
  /** A submission. */
  SUBMIT_OUTSIDE_OPERATIONAL("a message accepted while there was no ring"),
  /** A state-triggered fault. */
  STATE_FAULT("a fault triggered by a member's state");

  private final String text;

  Mark(String text) {
    this.text = text;
  }

  /** Name in output. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What was reached, for people. */
  public String text() {
    return text;
  }
}
