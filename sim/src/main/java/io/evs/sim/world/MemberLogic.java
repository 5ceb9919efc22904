package io.evs.sim.world;

import io.evs.Configuration;
import io.evs.Group;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.List;
import java.util.Map;

/** The real engine as a simulated process: one application process in one group. */
public class MemberLogic implements ProcessLogic {
  /** The group that the simulated application sends to. */
  static final Group GROUP = new Group("sim");

  private static final List<Group> GROUPS = List.of(GROUP);
  private static final long APPLICATION = 1;

  /** The engine. */
  protected final Member member;

  /** An incarnation of a member. */
  public MemberLogic(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    this(new Member(config, effects, trace, pool));
  }

  /** A member made elsewhere. */
  public MemberLogic(Member member) {
    this.member = member;
  }

  @Override
  public void start(long now) {
    member.start(now);
  }

  @Override
  public void receive(long now, Packet packet) {
    member.receive(now, packet);
  }

  @Override
  public void timers(long now) {
    member.timers(now);
  }

  @Override
  public long deadline() {
    return member.deadline();
  }

  @Override
  public void persisted(long now, long upTo) {
    member.persisted(now, upTo);
  }

  @Override
  public void leave(long now) {
    member.leave(now);
  }

  @Override
  public long submit(long now, boolean safe, byte[] payload) {
    return member.submit(now, APPLICATION, safe, GROUPS, payload);
  }

  @Override
  public void joinGroup(long now) {
    member.joinGroup(now, APPLICATION, GROUP);
  }

  @Override
  public long queuedBytes() {
    return member.queuedBytes();
  }

  @Override
  public Configuration configuration() {
    return member.configuration();
  }

  @Override
  public String state() {
    return member.state();
  }

  @Override
  public int highSeq() {
    return member.totem().highSeq();
  }

  @Override
  public int aru() {
    return member.totem().aru();
  }

  @Override
  public Map<String, Long> counters() {
    return member.counters();
  }
}
