package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From which packets a member says that their sender can be reached where they came from. */
@Timeout(30)
class LearningTest {
  private static final long MILLI = 1_000_000L;
  private static final RingPolicy POLICY = RingPolicy.ours(1000 * MILLI);

  private long now;

  /** A member whose packets are only kept. */
  private final class Node implements MemberEffects {
    final PacketPool pool = new PacketPool(2048, 100);
    final List<byte[]> sent = new ArrayList<>();
    final List<Integer> heard = new ArrayList<>();
    final Member member;
    int members;

    Node(int id, String ring) {
      member =
          new Member(
              new MemberConfig(id, 5, ring, 1, Long.MAX_VALUE, 1472, 0, 0, 1 << 20, 0, POLICY),
              this,
              TraceSink.NONE,
              pool);
      member.start(now);
      pool.recycle();
    }

    private void keep(Packet packet) {
      sent.add(java.util.Arrays.copyOf(packet.data(), packet.length()));
    }

    void receive(byte[] data) {
      Packet packet = pool.copyOf(data, 0, data.length);
      member.receive(now, packet);
      pool.recycle();
    }

    void timers() {
      member.timers(now);
      pool.recycle();
    }

    List<byte[]> take() {
      List<byte[]> taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }

    @Override
    public void heardFrom(int nodeId, boolean taken) {
      heard.add(nodeId);
    }

    @Override
    public void multicast(Packet packet) {
      keep(packet);
    }

    @Override
    public void announce(Packet packet) {
      keep(packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      keep(packet);
    }

    @Override
    public boolean addressKnown(int nodeId) {
      return true;
    }

    @Override
    public void reserveRingSequence(long upTo) {}

    @Override
    public void configuration(ConfigurationChange change) {
      members = change.members().size();
    }

    @Override
    public void group(GroupChange change) {}

    @Override
    public void message(MessageView message) {}

    @Override
    public void duplicateNodeId(long otherIncarnation) {}
  }

  /** Runs two members for a second; what the second sent. */
  private List<byte[]> run(Node one, Node two) {
    List<byte[]> ofTwo = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      now += MILLI;
      one.timers();
      two.timers();
      one.take().forEach(two::receive);
      List<byte[]> sent = two.take();
      ofTwo.addAll(sent);
      sent.forEach(one::receive);
    }
    return ofTwo;
  }

  @Test
  @DisplayName("SEC-M11: a ring of another name teaches nothing")
  void aRingOfAnotherNameTeachesNothing() {
    Node one = new Node(1, "prod");
    List<byte[]> sent = run(one, new Node(2, "test"));
    assertThat(sent).anyMatch(each -> Header.type(each) == Header.MERGE_DETECT);
    assertThat(sent).anyMatch(each -> Header.type(each) == Header.JOIN);
    assertThat(one.heard).isEmpty();
  }

  @Test
  @DisplayName("SEC-M11: a recorded packet teaches nothing (SOBER, and without a key)")
  void recordedPacketsTeachNothing() {
    Node one = new Node(1, "prod");
    Node two = new Node(2, "prod");
    List<byte[]> sent = run(one, two);
    assertThat(one.members).isEqualTo(2);
    assertThat(one.heard).contains(2);
    for (int type : List.of(Header.ORF_TOKEN, Header.COMMIT_TOKEN, Header.JOIN, Header.MCAST)) {
      List<byte[]> recorded = sent.stream().filter(each -> Header.type(each) == type).toList();
      one.heard.clear();
      recorded.forEach(one::receive);
      assertThat(one.heard).as("packets of type %d", type).isEmpty();
    }
  }
}
