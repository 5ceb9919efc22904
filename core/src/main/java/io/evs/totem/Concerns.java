package io.evs.totem;

import io.evs.totem.part.RotationTimer;

/**
 * The parts of one ring member, one object per concern of the protocol. Tests may replace a part by
 * a subclass with a planted bug; production code always uses {@link #Concerns(TotemContext,
 * MessageSource)}.
 */
class Concerns {
  final RotationTimer rotation;
  final Identity identity;
  FlowControl flow;
  DeliveryRule delivery;
  Retransmission retransmission;
  TokenHold hold;
  TokenVisit visit;
  Gather gather;
  Commit commit;
  Obligations obligations;
  Recovery recovery;
  Installation installation;
  MergeDetection merge;
  McastReception reception;

  Concerns(TotemContext context, MessageSource source) {
    rotation = new RotationTimer(context.policy);
    identity = new Identity(context);
    flow = new FlowControl(context);
    delivery = new DeliveryRule(context);
    retransmission = new Retransmission(context);
    hold = new TokenHold(context, this, source);
    visit = new TokenVisit(context, this, source);
    gather = new Gather(context, this);
    commit = new Commit(context, this);
    obligations = new Obligations(context);
    recovery = new Recovery(context, this);
    installation = new Installation(context, this);
    merge = new MergeDetection(context, this);
    reception = new McastReception(context, this);
  }
}
