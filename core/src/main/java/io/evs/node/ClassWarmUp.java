package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.node.process.CpuTime;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two members that form a ring in no time and without a network, once in a process, before its
 * first real member starts: so that classes are loaded where nobody waits, and not in the first
 * turns of a loop, where that would be a pause of 100 ms and more at the worst moment.
 */
final class ClassWarmUp {
  private static final long TOKEN_NANOS = 1_000_000_000L;
  private static final int PACKET_BYTES = 1472;
  private static final int POOL_BYTES = 2048;
  private static final int STEPS_MAX = 2000;
  private static final int MESSAGE_AT_STEP = 200;
  private static final int MESSAGES_MAX = 20;
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private final PacketPool pool = new PacketPool(POOL_BYTES, STEPS_MAX);
  private final List<Twin> twins = List.of(new Twin(1), new Twin(2));
  private int delivered;

  private ClassWarmUp() {}

  /** Runs it if no other member of this process did. */
  static void once() {
    if (DONE.compareAndSet(false, true)) {
      run();
      // Asked for with the first status, in the loop.
      CpuTime.ofThisProcess();
    }
  }

  /** Runs it; how many messages the two delivered. */
  static int run() {
    ClassWarmUp warmUp = new ClassWarmUp();
    warmUp.play();
    return warmUp.delivered;
  }

  private void play() {
    List<Group> group = List.of(new Group("warm-up"));
    long now = 0;
    twins.forEach(twin -> twin.member.start(0));
    for (int step = 0; step < STEPS_MAX && delivered < 2 * MESSAGES_MAX; step++) {
      boolean idle = true;
      for (Twin twin : twins) {
        Packet next = twin.inbox.poll();
        if (next != null) {
          idle = false;
          twin.member.receive(now, next);
        }
        if (step >= MESSAGE_AT_STEP && step % 10 == 0) {
          twin.member.submit(now, 1, step % 20 == 0, group, new byte[PACKET_BYTES * 2]);
        }
        pool.recycle();
      }
      if (idle) {
        now = Math.min(twins.get(0).member.deadline(), twins.get(1).member.deadline());
        for (Twin twin : twins) {
          if (twin.member.deadline() <= now) {
            twin.member.timers(now);
          }
        }
      }
    }
  }

  private Packet copy(Packet packet) {
    return pool.copyOf(packet.data(), 0, packet.length());
  }

  /** One of the two. */
  private final class Twin implements MemberEffects {
    private final Deque<Packet> inbox = new ArrayDeque<>();
    private final int id;
    private final Member member;

    Twin(int id) {
      this.id = id;
      RingPolicy policy = RingPolicy.ours(TOKEN_NANOS);
      this.member =
          new Member(
              new MemberConfig(
                  id, 1, "warm-up", 1, Long.MAX_VALUE, PACKET_BYTES, 0, 0, 1 << 20, 0, policy),
              this,
              TraceSink.NONE,
              pool);
    }

    @Override
    public void multicast(Packet packet) {
      twins.get(2 - id).inbox.add(copy(packet));
    }

    @Override
    public void announce(Packet packet) {
      multicast(packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      twins.get(nodeId - 1).inbox.add(copy(packet));
    }

    @Override
    public boolean addressKnown(int nodeId) {
      return true;
    }

    @Override
    public void reserveRingSequence(long upTo) {
      // All of them are.
    }

    @Override
    public void configuration(ConfigurationChange change) {
      // Nobody asks.
    }

    @Override
    public void group(GroupChange change) {
      // Nobody asks.
    }

    @Override
    public void message(MessageView message) {
      delivered++;
    }

    @Override
    public void duplicateNodeId(long otherIncarnation) {
      throw new IllegalStateException("two members of a warm-up have one id");
    }
  }
}
