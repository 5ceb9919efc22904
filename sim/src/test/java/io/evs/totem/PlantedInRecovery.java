package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;
import java.util.HashSet;
import java.util.Set;

/** Planted bugs of Recovery, of the obligation set, and of installation. */
final class PlantedInRecovery {
  private PlantedInRecovery() {}

  static void p3(TotemContext context, Concerns parts, MessageSource source) {
    parts.recovery =
        new Recovery(context, parts) {
          @Override
          boolean isTransitional(byte[] token, int i, int member, RingState old) {
            return old.isMember(member);
          }
        };
  }

  static void p4(TotemContext context, Concerns parts, MessageSource source) {
    parts.installation =
        new Installation(context, parts) {
          @Override
          void deliverOld(RingState old, RingId next, int[] transitional) {
            int seq = deliverRegularPart(old);
            deliverTail(old, seq, transitional);
            int[] left = NodeSet.minus(old.members, transitional);
            context.listener.transitional(old.id, next, transitional, left);
          }
        };
  }

  static void p5(TotemContext context, Concerns parts, MessageSource source) {
    parts.installation =
        new Installation(context, parts) {
          @Override
          void deliverTail(RingState old, int from, int[] transitional) {
            super.deliverTail(old, from, old.members);
          }
        };
  }

  static void p6(TotemContext context, Concerns parts, MessageSource source) {
    parts.installation =
        new Installation(context, parts) {
          @Override
          void deliverTail(RingState old, int from, int[] transitional) {
            Packet packet;
            for (int seq = from; (packet = old.window.get(seq)) != null; seq++) {
              parts.delivery.deliverOne(old, seq, McastPacket.isSafe(packet.data()), packet);
            }
          }
        };
  }

  static void p8(TotemContext context, Concerns parts, MessageSource source) {
    parts.obligations =
        new Obligations(context) {
          @Override
          void take(int[] transitionalMembers) {}
        };
  }

  /** The report of a member of another ring frees delivered messages of this one. */
  static void p18(TotemContext context, Concerns parts, MessageSource source) {
    parts.recovery =
        new Recovery(context, parts) {
          @Override
          void enter(RingState ring, Packet token) {
            RingState old = context.installed;
            for (int i = 0; old != null && i < ring.members.length; i++) {
              int aru = CommitTokenPacket.entryAru(token.data(), i);
              if (!isTransitional(token.data(), i, ring.members[i], old)) {
                free(old, Seq.min(aru, old.highDelivered));
              }
            }
            super.enter(ring, token);
          }

          private void free(RingState old, int upTo) {
            if (Seq.less(old.window.released(), upTo)) {
              old.window.releaseUpTo(upTo, context.pool);
            }
          }
        };
  }

  static void p21(TotemContext context, Concerns parts, MessageSource source) {
    parts.obligations =
        new Obligations(context) {
          @Override
          Packet note(RingId oldRing) {
            return null;
          }
        };
  }

  /** A failed attempt leaves the old ring as it was before it. */
  static void p23(TotemContext context, Concerns parts, MessageSource source) {
    parts.recovery =
        new Recovery(context, parts) {
          private final Set<Integer> held = new HashSet<>();
          private int aru;
          private int highSeq;

          @Override
          void enter(RingState ring, Packet token) {
            RingState old = context.installed;
            held.clear();
            if (old != null) {
              aru = old.aru;
              highSeq = old.highSeq;
              for (int seq = old.window.released() + 1; Seq.lessOrEqual(seq, highSeq); seq++) {
                if (old.window.get(seq) != null) {
                  held.add(seq);
                }
              }
            }
            super.enter(ring, token);
          }

          @Override
          void abandon() {
            RingState old = context.installed;
            if (context.state == TotemState.RECOVERY && old != null) {
              for (int seq = old.window.released() + 1; Seq.lessOrEqual(seq, old.highSeq); seq++) {
                Packet packet = held.contains(seq) ? null : old.window.take(seq);
                if (packet != null) {
                  context.pool.release(packet);
                }
              }
              old.aru = aru;
              old.highSeq = highSeq;
            }
            super.abandon();
          }
        };
  }
}
