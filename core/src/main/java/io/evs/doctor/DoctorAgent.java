package io.evs.doctor;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.node.EvsNode;
import io.evs.node.NodeAgent;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.ProcessIds;
import io.evs.node.process.RateLog;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doctor of a node: tries the ways to the others when somebody who administers a member asks,
 * and reports what it found; all nodes are asked by one ordered message, and so begin together. It
 * also tells its settings to those who join, and says in the log which of theirs differ.
 */
public final class DoctorAgent extends NodeAgent {
  private static final Logger LOG = LoggerFactory.getLogger(DoctorAgent.class);
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Answers, and questions of those who began later, are waited for after the last question. */
  private static final long GRACE_NANOS = 600_000_000L;

  /** So that all others have begun to count when the first question comes. */
  private static final long SETTLE_NANOS = 400_000_000L;

  private final RateLog log = new RateLog(LOG);
  private final ReportQueue queue = new ReportQueue();
  private final Map<String, String> settings;
  private final Differences differences;
  private Optional<Running> running = Optional.empty();
  private boolean tell;

  /** A checkup, and what was so when it began. */
  private static final class Running {
    final Checkup checkup;
    final CpuQuota quota = CpuQuota.ofThisProcess();
    final NodeStatus before;
    boolean asksOn = true;
    long nextNanos = System.nanoTime() + SETTLE_NANOS;

    Running(Checkup checkup, NodeStatus before) {
      this.checkup = checkup;
      this.before = before;
    }
  }

  private DoctorAgent(EvsNode node) {
    super(node, "doctor", DoctorMessage.GROUP);
    settings = SharedSettings.of(node.probing().config(), node.probing().multicast());
    differences = new Differences(settings);
  }

  /** Starts the doctor of a node, until it ends. */
  public static DoctorAgent start(EvsNode node) {
    DoctorAgent agent = new DoctorAgent(node);
    agent.start();
    return agent;
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      tell |= change.members().size() > 1 && !change.joined().isEmpty();
      differences.present(change.members());
      node().probing().remarks(differences.sentences());
    }
  }

  @Override
  public void onMessage(Delivery delivery) {
    DoctorMessage.parse(delivery.payload()).ifPresent(message -> take(delivery.sender(), message));
  }

  private void take(GroupMember sender, DoctorMessage message) {
    boolean agent = ProcessIds.isAgent(sender);
    if (message.kind() == DoctorMessage.Kind.QUESTION) {
      if ((agent || ProcessIds.isOperator(sender))
          && message.text().startsWith(ControlGroups.REPLY_PREFIX)) {
        note(message);
      }
    } else if (message.kind() == DoctorMessage.Kind.SETTINGS
        && agent
        && !sender.node().equals(node().id())) {
      compare(sender.node(), message.text());
    }
  }

  private void note(DoctorMessage question) {
    try {
      queue.asked(new Group(question.text()), question.number());
    } catch (EvsException noName) {
      return;
    }
  }

  /** Says which settings differ, and whose value is which: in the log, and in each status. */
  private void compare(NodeId other, String text) {
    // Who was not heard before may not have heard us: its doctor may have begun after we told.
    tell |= differences.isNew(other);
    for (String each : differences.told(other, SharedSettings.parse(text))) {
      log.warn(System.nanoTime(), each);
    }
    node().probing().remarks(differences.sentences());
  }

  @Override
  protected void begun() {
    queue.clear();
    running.ifPresent(each -> each.checkup.end());
    running = Optional.empty();
    tell = true;
  }

  @Override
  protected Duration patience() {
    return running.isPresent() || tell || !queue.isEmpty() ? TICK : IDLE;
  }

  @Override
  protected void work(Evs handle) {
    if (tell) {
      tell =
          !sent(
              handle,
              DoctorMessage.GROUP,
              new DoctorMessage(DoctorMessage.Kind.SETTINGS, 0, SharedSettings.write(settings)));
    }
    queue.send((group, report) -> sent(handle, group, report));
    if (running.isPresent()) {
      goOn(running.get());
    } else if (queue.hasQuestions()) {
      running = Optional.of(begin());
    }
  }

  private Running begin() {
    NodeStatus now = node().status();
    Running begun =
        new Running(
            new Checkup(
                node().probing().transport(),
                targets(now),
                node().probing().multicast(),
                node().probing().packetBytes(),
                node().probing().headerBytes()),
            now);
    begun.checkup.begin();
    return begun;
  }

  private List<Checkup.Target> targets(NodeStatus status) {
    Map<InetSocketAddress, Checkup.Target> targets = new LinkedHashMap<>();
    List<InetSocketAddress> listed = node().probing().listed();
    for (NodeStatus.Peer each : status.members()) {
      if (!each.id().equals(status.nodeId()) && each.address().isPresent()) {
        InetSocketAddress at = each.address().get();
        targets.put(at, new Checkup.Target(each.id().asLong(), at, true, listed.contains(at)));
      }
    }
    for (NodeStatus.Missing each : status.missing()) {
      long id = each.nodeId().map(NodeId::asLong).orElse(0L);
      Addresses.parse(each.address())
          .ifPresent(
              at ->
                  targets.putIfAbsent(at, new Checkup.Target(id, at, false, listed.contains(at))));
    }
    return new ArrayList<>(targets.values());
  }

  private void goOn(Running run) {
    long now = System.nanoTime();
    if (now - run.nextNanos < 0) {
      return;
    }
    if (run.asksOn) {
      run.asksOn = run.checkup.step();
      run.nextNanos = now + (run.asksOn ? TICK.toNanos() : GRACE_NANOS);
      return;
    }
    run.checkup.end();
    running = Optional.empty();
    queue.found(
        CheckupJson.write(
            Reports.of(
                node().probing(),
                Optional.of(run.before),
                Optional.of(node().status()),
                run.quota,
                Map.of(),
                run.checkup.links())));
  }

  /** False if the send queue has no room now: whatever it was is tried again. */
  private static boolean sent(Evs handle, Group group, DoctorMessage message) {
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(group), message.bytes());
      return true;
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
      return false;
    }
  }
}
