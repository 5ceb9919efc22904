package io.evs.sim.app;

import io.evs.Group;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.sim.world.MemberLogic;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.Map;

/** The real engine as a simulated process whose application also uses services of the library. */
public final class AppProcess extends MemberLogic {
  private static final long RETRY_NANOS = 5_000_000L;

  private final int process;
  private final AppEffects events;

  /** An incarnation of a member, as yet without services. */
  public AppProcess(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    this(config, new AppEffects(effects), trace, pool);
  }

  private AppProcess(MemberConfig config, AppEffects events, TraceSink trace, PacketPool pool) {
    super(config, events, trace, pool);
    this.process = config.nodeId();
    this.events = events;
  }

  /** A handle for an app; the number is its process id. */
  public Port port(long handle, Group group) {
    return new Port(member, process, handle, group);
  }

  /** Gives it an app, before it starts. */
  public void add(Port port, App app) {
    events.apps.put(port, app);
  }

  private void flush() {
    events.apps.keySet().forEach(port -> port.flush(events.now));
  }

  @Override
  public void start(long time) {
    events.now = time;
    events.apps.forEach(
        (port, app) -> {
          app.start(time);
          port.join(time);
        });
    super.start(time);
    flush();
  }

  @Override
  public void receive(long time, Packet packet) {
    events.now = time;
    super.receive(time, packet);
    flush();
  }

  @Override
  public void timers(long time) {
    events.now = time;
    if (member.deadline() <= time) {
      super.timers(time);
    }
    events.apps.values().forEach(app -> app.timers(time));
    flush();
  }

  @Override
  public long deadline() {
    long next = super.deadline();
    for (Map.Entry<Port, App> each : events.apps.entrySet()) {
      long retry = each.getKey().isWaiting() ? events.now + RETRY_NANOS : Long.MAX_VALUE;
      next = Math.min(next, Math.min(retry, each.getValue().deadline()));
    }
    return next;
  }

  @Override
  public void persisted(long time, long upTo) {
    events.now = time;
    super.persisted(time, upTo);
    flush();
  }

  @Override
  public void leave(long time) {
    events.now = time;
    events.apps.forEach(
        (port, app) -> {
          port.leave();
          app.leave(time);
        });
    super.leave(time);
  }

  @Override
  public long submit(long time, boolean safe, byte[] payload) {
    events.now = time;
    return super.submit(time, safe, payload);
  }
}
