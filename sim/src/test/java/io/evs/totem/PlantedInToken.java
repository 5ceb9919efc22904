package io.evs.totem;

import io.evs.totem.part.Seq;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.Packet;
import java.util.ArrayList;
import java.util.List;

/** Planted bugs of the token's visit, of requests, and of delivery. */
final class PlantedInToken {
  private PlantedInToken() {}

  static void p7(TotemContext context, Concerns parts, MessageSource source) {
    parts.delivery =
        new DeliveryRule(context) {
          @Override
          void raiseSafeLine(RingState ring, int writtenAru) {
            ring.safeLine = Seq.max(ring.safeLine, writtenAru);
            ring.writtenAru = writtenAru;
          }
        };
  }

  static void p10(TotemContext context, Concerns parts, MessageSource source) {
    parts.visit =
        new TokenVisit(context, parts, source) {
          @Override
          boolean isDuplicate(RingState ring, int tokenSeq) {
            boolean duplicate = super.isDuplicate(ring, tokenSeq);
            if (duplicate) {
              context.timers.set(Timer.TOKEN, context.now + context.policy.tokenNanos());
            }
            return duplicate;
          }
        };
  }

  static void p11(TotemContext context, Concerns parts, MessageSource source) {
    parts.retransmission =
        new Retransmission(context) {
          @Override
          int requestLimit(byte[] token, RingState ring) {
            return ring.highSeq;
          }
        };
  }

  /** The comparisons that decide: duplicate tokens, the safe line, requests. */
  static void p12(TotemContext context, Concerns parts, MessageSource source) {
    p24(context, parts, source);
    parts.retransmission =
        new Retransmission(context) {
          @Override
          int requestLimit(byte[] token, RingState ring) {
            return Math.min(ring.forwardedSeq, Bytes.getInt(token, io.evs.totem.wire.OrfToken.SEQ));
          }
        };
    parts.delivery =
        new DeliveryRule(context) {
          @Override
          boolean isSafe(RingState ring, int seq) {
            return seq <= ring.safeLine;
          }

          @Override
          void raiseSafeLine(RingState ring, int writtenAru) {
            ring.safeLine = Math.max(ring.safeLine, Math.min(ring.writtenAru, writtenAru));
            ring.writtenAru = writtenAru;
          }
        };
  }

  static void p24(TotemContext context, Concerns parts, MessageSource source) {
    parts.visit =
        new TokenVisit(context, parts, source) {
          @Override
          boolean isDuplicate(RingState ring, int tokenSeq) {
            return tokenSeq <= ring.tokenSeq;
          }
        };
  }

  /** The post-token part of a burst waits for a later step, whatever has happened meanwhile. */
  static void p15(TotemContext context, Concerns parts, MessageSource source) {
    List<Packet> late = new ArrayList<>();
    parts.visit =
        new TokenVisit(context, parts, source) {
          @Override
          void emitAfterToken(int from, int to) {
            if (context.state != TotemState.OPERATIONAL) {
              super.emitAfterToken(from, to);
              return;
            }
            for (int i = from; i < to; i++) {
              late.add(copy(context, burst(i)));
            }
          }
        };
    parts.gather =
        new Gather(context, parts) {
          private long lateNanos;

          @Override
          void processOwnJoin() {
            super.processOwnJoin();
            if (late.isEmpty() || context.state == TotemState.GATHER) {
              return;
            }
            if (lateNanos == 0) {
              lateNanos = context.now;
            } else if (context.now > lateNanos) {
              lateNanos = 0;
              late.forEach(context::announceAndRelease);
              late.clear();
            }
          }
        };
  }

  private static Packet copy(TotemContext context, Packet packet) {
    Packet copy = context.pool.copyOf(packet.data(), 0, packet.length());
    return copy;
  }

  static void p22(TotemContext context, Concerns parts, MessageSource source) {
    parts.delivery =
        new DeliveryRule(context) {
          @Override
          void advanceAru(RingState ring) {
            advanceAruOf(ring);
          }
        };
  }
}
