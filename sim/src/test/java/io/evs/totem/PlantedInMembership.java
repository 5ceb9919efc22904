package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.NodeSet;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;

/** Planted bugs of Gather, Commit and merge detection. */
final class PlantedInMembership {
  private PlantedInMembership() {}

  /** After a failed attempt its ring id is reported as that of the ring being left. */
  static void p1(TotemContext context, Concerns parts, MessageSource source) {
    RingId[] attempt = new RingId[1];
    parts.recovery =
        new Recovery(context, parts) {
          @Override
          void abandon() {
            if (context.state == TotemState.RECOVERY) {
              attempt[0] = context.ring.id;
            }
            super.abandon();
          }

          @Override
          boolean isTransitional(byte[] token, int i, int member, RingState old) {
            return attempt[0] == null
                ? super.isTransitional(token, i, member, old)
                : RingIdField.matches(token, CommitTokenPacket.entry(token, i), attempt[0]);
          }
        };
    parts.commit =
        new Commit(context, parts) {
          @Override
          RingId ringLeft() {
            return attempt[0] == null ? super.ringLeft() : attempt[0];
          }
        };
    parts.installation =
        new Installation(context, parts) {
          @Override
          void install(RingState ring) {
            super.install(ring);
            attempt[0] = null;
          }
        };
  }

  static void p2(TotemContext context, Concerns parts, MessageSource source) {
    parts.commit =
        new Commit(context, parts) {
          @Override
          boolean isNewer(RingId id) {
            return id.sequence() >= context.ringId.sequence();
          }
        };
  }

  static void p13(TotemContext context, Concerns parts, MessageSource source) {
    parts.gather =
        new Gather(context, parts) {
          @Override
          void onJoin(Packet packet) {
            if (context.state != TotemState.OPERATIONAL || JoinPacket.isLeave(packet.data())) {
              super.onJoin(packet);
            }
          }
        };
  }

  static void p14(TotemContext context, Concerns parts, MessageSource source) {
    parts.gather =
        new Gather(context, parts) {
          @Override
          int[] mergedFailed(int sender, int[] known, int[] theirFailed) {
            return NodeSet.contains(theirFailed, context.self)
                ? NodeSet.union(context.failed, NodeSet.intersection(theirFailed, known))
                : super.mergedFailed(sender, known, theirFailed);
          }
        };
  }

  /** One message more is bound to the old ring when the report of what it has is on its way. */
  static void p16(TotemContext context, Concerns parts, MessageSource source) {
    parts.commit =
        new Commit(context, parts) {
          @Override
          void sendOn(RingState ring, Packet token) {
            super.sendOn(ring, token);
            RingState old = context.installed;
            if (context.state == TotemState.COMMIT && old != null) {
              int sent = parts.visit.sendNew(old, old.highSeq, 1);
              if (sent > 0 && old.aru == old.highSeq - 1) {
                old.aru = old.highSeq;
              }
            }
          }
        };
  }

  static void p19(TotemContext context, Concerns parts, MessageSource source) {
    parts.merge =
        new MergeDetection(context, parts) {
          @Override
          void timer() {
            boolean busy = context.ring != null && context.ring.unchangedVisits == 0;
            if (context.state == TotemState.OPERATIONAL && busy) {
              start();
            } else {
              super.timer();
            }
          }
        };
  }

  static void p20(TotemContext context, Concerns parts, MessageSource source) {
    parts.gather =
        new Gather(context, parts) {
          @Override
          void leaves(int leaver) {
            context.processors = NodeSet.add(context.processors, leaver);
          }
        };
  }
}
