package io.evs.console.screen;

import io.evs.NodeId;
import io.evs.RingId;
import io.evs.Timing;
import io.evs.console.source.Fact;
import io.evs.console.source.GroupFigures;
import io.evs.console.source.Health;
import io.evs.console.source.LatencyFigures;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.Playback;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingFigures;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.RingSource;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.console.source.TokenFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A ring that a test makes up: time, counters and events grow with each look. */
final class FixedSource implements RingSource, Playback {
  final List<String> controls = new ArrayList<>();
  private final int nodes;
  private final boolean simulated;
  private int looks;
  List<RingEvent> waiting = new ArrayList<>();
  Optional<String> notice = Optional.empty();
  String group = "chat";
  Health health = Health.FINE;
  String state = "OPERATIONAL";

  FixedSource(int nodes, boolean simulated) {
    this.nodes = nodes;
    this.simulated = simulated;
  }

  static FixedSource live() {
    FixedSource source = new FixedSource(3, false);
    source.waiting.add(
        new RingEvent("12:00:01", RingEvent.Kind.RING, "ring 12: members n1, n2, n3 (joined n3)"));
    source.waiting.add(
        new RingEvent("12:00:02", RingEvent.Kind.GROUP, "chat: joined 1/4711, 2/815"));
    source.waiting.add(
        new RingEvent("12:00:03", RingEvent.Kind.MESSAGE, "[chat] 2/815: good morning"));
    source.waiting.add(
        new RingEvent("12:00:04", RingEvent.Kind.FAULT, "connection lost: the node ended"));
    return source;
  }

  /** Another message comes. */
  void say(String text) {
    waiting.add(new RingEvent("12:00:09", RingEvent.Kind.MESSAGE, text));
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
          id == 2 ? here() : MemberFigures.unknown(NodeId.of(id), "", address(id), "MEMBER", true));
    }
    members.add(
        MemberFigures.unknown(NodeId.of(4294967295L), "", "[2001:db8::77]:5405", "GONE", false));
    return new RingSnapshot(
        looks * 1_000_000_000L,
        "12:00:05",
        "main",
        state,
        "for 12 s",
        "node 2 n2  10.77.0.2:5405  epoll unicast",
        "aes-256-gcm key 3f2a91bc",
        List.of(
            new RingFigures(
                new RingId(1, 8),
                "ring 12",
                ids,
                ids.stream().map(id -> "n" + id).toList(),
                Optional.of(ids.get(looks % nodes)))),
        members,
        new TokenFigures(
            OptionalLong.of(300 + 40L * (looks % 7)),
            OptionalLong.of(1000L * looks),
            OptionalLong.of(1000L * looks - 2),
            Optional.of(List.of(17L, 18L))),
        new LatencyFigures(times(200), times(900), times(2500)),
        groups(),
        OptionalLong.of(1200L * looks),
        OptionalLong.of(1_550_000L * looks * looks),
        notice,
        health);
  }

  private Timing.Recent times(long micros) {
    long p50 = micros * 1000 * (3 + looks % 4);
    return new Timing.Recent(100, p50, 2 * p50, 3 * p50, 4 * p50, 5 * p50);
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
    groups.add(new GroupFigures(group, List.of("1/4711", "2/815")));
    for (int i = 0; i < nodes - 1; i++) {
      groups.add(new GroupFigures("group-" + i, List.of("1/" + i)));
    }
    return groups;
  }

  @Override
  public List<Section> describe(Subject subject) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("called", subject.title()));
    facts.add(
        new Fact("for long", "one sentence that is longer than the screen is wide ".repeat(9)));
    List<Fact> counters = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      counters.add(new Fact("counter_number_" + i, Long.toString(i * 1000L)));
    }
    return List.of(Section.of("this is it", facts), Section.narrow("counters", counters));
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

  @Override
  public void crash(NodeId process) {
    controls.add("crash " + process);
  }

  @Override
  public void restart(NodeId process) {
    controls.add("restart " + process);
  }

  @Override
  public void cutOff(NodeId process) {
    controls.add("cut off " + process);
  }

  @Override
  public void pauseProcess(NodeId process) {
    controls.add("pause " + process);
  }

  @Override
  public void heal() {
    controls.add("heal");
  }
}
