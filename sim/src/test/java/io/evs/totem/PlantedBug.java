package io.evs.totem;

import io.evs.totem.wire.PacketPool;

/**
 * The engine's planted bugs (docs/reliability.md, "Planted bugs"). Each is one change of one
 * concern, put in its place in {@link Concerns}; the engine itself has none of them.
 */
public enum PlantedBug {
  P1("the failed attempt's ring is taken for the old ring", PlantedInMembership::p1),
  P2("a commit token with an equal sequence is accepted", PlantedInMembership::p2),
  P3("T: old and new members' intersection, whatever ring they left", PlantedInRecovery::p3),
  P4("the tail is delivered before T", PlantedInRecovery::p4),
  P5("messages of departed senders are delivered after a gap", PlantedInRecovery::p5),
  P6("messages of present senders are skipped after a gap", PlantedInRecovery::p6),
  P7("safe after one token instead of two", PlantedInToken::p7),
  P8("no obligation set", PlantedInRecovery::p8),
  P9("the ring sequence is not persisted", PlantedBug::above),
  P10("a repeated token resets the loss timer", PlantedInToken::p10),
  P11("requests go up to the highest received, not token.seq", PlantedInToken::p11),
  P12("sequences are compared as plain integers", PlantedInToken::p12),
  P13("joins are ignored in Operational", PlantedInMembership::p13),
  P14("the failed list is taken from a join that lists the receiver", PlantedInMembership::p14),
  P15("data after the token are sent later, in Commit", PlantedInToken::p15),
  P16("a message gets an old-ring number after the report in Commit", PlantedInMembership::p16),
  P17("unfinished fragments of all senders are dropped at T", PlantedBug::above),
  P18("messages are freed by another ring's aru", PlantedInRecovery::p18),
  P19("merge detection only when idle", PlantedInMembership::p19),
  P20("a leave does not put the leaver into the failed list", PlantedInMembership::p20),
  P21("obligations are kept but not told to others", PlantedInRecovery::p21),
  P22("plain packets are acknowledged in Recovery", PlantedInToken::p22),
  P23("what a failed attempt recovered is forgotten", PlantedInRecovery::p23),
  P24("only token sequences are compared as plain integers", PlantedInToken::p24);

  /** Replaces a part. */
  @FunctionalInterface
  private interface Planter {
    void plant(TotemContext context, Concerns parts, MessageSource source);
  }

  private final String title;
  private final Planter planter;

  PlantedBug(String title, Planter planter) {
    this.title = title;
    this.planter = planter;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A bug of a layer above the ring, or of the storage. */
  private static void above(TotemContext context, Concerns parts, MessageSource source) {}

  /** A ring member with this bug; with none of them if {@code bug} is null. */
  public static Totem create(
      PlantedBug bug,
      TotemConfig config,
      MessageSource source,
      TotemEffects effects,
      RingListener listener,
      PacketPool pool) {
    TotemContext context = new TotemContext(config, effects, listener, pool);
    Concerns parts = new Concerns(context, source);
    if (bug != null) {
      bug.planter.plant(context, parts, source);
    }
    return new Totem(context, parts);
  }
}
