package io.evs.console;

import io.evs.NodeId;
import io.evs.RingId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A ring that a test makes up: time, counters and events grow with each look. */
final class FixedSource implements RingSource, Playback {
  final List<String> controls = new ArrayList<>();
  private final int nodes;
  private final boolean simulated;
  private int looks;
  List<RingEvent> waiting = new ArrayList<>();
  Optional<String> notice = Optional.empty();

  FixedSource(int nodes, boolean simulated) {
    this.nodes = nodes;
    this.simulated = simulated;
  }

  static FixedSource live() {
    FixedSource source = new FixedSource(3, false);
    source.waiting.add(
        new RingEvent("12:00:01", RingEvent.Kind.RING, "ring 1:8: members 1, 2, 3 (joined 3)"));
    source.waiting.add(
        new RingEvent("12:00:02", RingEvent.Kind.GROUP, "chat: joined 1/4711, 2/815"));
    source.waiting.add(
        new RingEvent("12:00:03", RingEvent.Kind.MESSAGE, "[chat] 2/815: good morning"));
    source.waiting.add(
        new RingEvent("12:00:04", RingEvent.Kind.FAULT, "connection lost: the node ended"));
    return source;
  }

  /** Much of everything, so that there is something to scroll. */
  static FixedSource large(boolean simulated) {
    FixedSource source = new FixedSource(30, simulated);
    for (int i = 0; i < 200; i++) {
      RingEvent.Kind kind = i % 2 == 0 ? RingEvent.Kind.MESSAGE : RingEvent.Kind.CHANGE;
      source.waiting.add(new RingEvent("12:00:00", kind, "event " + i));
    }
    return source;
  }

  @Override
  public RingSnapshot snapshot() {
    looks++;
    List<NodeId> ids = new ArrayList<>();
    List<MemberFigures> members = new ArrayList<>();
    for (int id = 1; id <= nodes; id++) {
      ids.add(NodeId.of(id));
      members.add(
          id == 2 ? here() : MemberFigures.unknown(NodeId.of(id), address(id), "MEMBER", true));
    }
    members.add(
        MemberFigures.unknown(NodeId.of(4294967295L), "[2001:db8::77]:5405", "GONE", false));
    Map<String, Long> counters = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      counters.put("counter_with_number_" + i, i * 1000L);
    }
    return new RingSnapshot(
        looks * 1_000_000_000L,
        "12:00:05",
        "main",
        "OPERATIONAL",
        "for 12 s",
        "node 2 n2  10.77.0.2:5405  epoll unicast",
        "aes-256-gcm key 3f2a91bc",
        List.of(new RingFigures(new RingId(1, 8), ids, Optional.of(ids.get(looks % nodes)))),
        members,
        new TokenFigures(
            OptionalLong.of(300 + 40L * (looks % 7)),
            OptionalLong.of(1000L * looks),
            OptionalLong.of(1000L * looks - 2),
            Optional.of(List.of(17L, 18L))),
        groups(),
        OptionalLong.of(1200L * looks),
        OptionalLong.of(1_550_000L * looks * looks),
        Map.of("2", counters),
        notice);
  }

  private static String address(int id) {
    return "10.77.0." + id + ":5405";
  }

  private MemberFigures here() {
    return new MemberFigures(
        NodeId.of(2),
        "n2",
        address(2),
        "OPERATIONAL",
        true,
        true,
        looks * 1_000_000_000L,
        OptionalLong.of(400L * looks),
        OptionalLong.of(516_000L * looks),
        OptionalLong.of(2),
        OptionalLong.of(12_345),
        OptionalLong.of(1),
        OptionalLong.of(2048));
  }

  private List<GroupFigures> groups() {
    List<GroupFigures> groups = new ArrayList<>();
    groups.add(new GroupFigures("chat", List.of("1/4711", "2/815")));
    for (int i = 0; i < nodes - 1; i++) {
      groups.add(new GroupFigures("group-" + i, List.of("1/" + i)));
    }
    return groups;
  }

  @Override
  public List<RingEvent> takeEvents() {
    List<RingEvent> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  @Override
  public void elapse(Duration real) {
    controls.add("elapse");
  }

  @Override
  public Optional<Playback> playback() {
    return simulated ? Optional.of(this) : Optional.empty();
  }

  @Override
  public void close() {}

  @Override
  public boolean isPaused() {
    return controls.contains("pause");
  }

  @Override
  public void togglePause() {
    controls.add("pause");
  }

  @Override
  public void step() {
    controls.add("step");
  }

  @Override
  public void skip() {
    controls.add("skip");
  }

  @Override
  public void faster() {
    controls.add("faster");
  }

  @Override
  public void slower() {
    controls.add("slower");
  }

  @Override
  public String speed() {
    return "1/100";
  }

  @Override
  public boolean hasEnded() {
    return false;
  }
}
