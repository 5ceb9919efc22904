package io.evs.cli.verify;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.node.process.DaemonThreads;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One member's part: from the point of the order at which all have joined, it sends, checks each
 * message, and at the end tells and hears what was delivered.
 */
final class LiveMember implements EvsListener, AutoCloseable {
  static final Group GROUP = new Group("evs-verify");

  private static final int VIOLATIONS_MAX = 20;
  private static final double SAFE_SHARE = 0.3;

  private final Evs handle;
  private final int expected;
  private final Load load;
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(DaemonThreads.named("verify-events"));
  private final Thread sender;
  private final Map<GroupMember, long[]> next = new HashMap<>();
  private final Set<GroupMember> unfinished = new HashSet<>();
  private final Map<GroupMember, byte[]> done = new HashMap<>();
  private final Orders order = new Orders();
  private final List<Violation> violations = new ArrayList<>();
  private final CompletableFuture<LiveMember> finished = new CompletableFuture<>();
  private List<GroupMember> members = List.of();
  private boolean begun;
  private long configurations;
  private long announced;
  private volatile int present;
  private volatile boolean closing;

  LiveMember(EvsMember member, int expected, Load load) {
    this.expected = expected;
    this.load = load;
    this.handle = member.open(this, events);
    this.sender = DaemonThreads.of("verify-send-" + member.id(), this::send);
  }

  void start() {
    handle.join(List.of(GROUP));
  }

  /** Completes when all have told what they delivered; exceptionally if the ring changed. */
  CompletableFuture<LiveMember> finished() {
    return finished;
  }

  /** How many are in the group now. */
  int present() {
    return present;
  }

  @Override
  public void onGroup(GroupChange change) {
    if (!change.group().equals(GROUP)) {
      return;
    }
    present = change.members().size();
    if (begun && !change.left().isEmpty() && !finished.isDone()) {
      GroupMember who = change.left().get(0).member();
      finished.completeExceptionally(
          new EvsException(
              EvsException.Code.TRY_AGAIN, "member " + who + " left before the check was over"));
    }
    if (!begun && change.members().size() >= expected) {
      // The same point of the order at every member: everything behind it is compared.
      begun = true;
      members = change.members();
      unfinished.addAll(members);
      members.forEach(member -> next.put(member, new long[1]));
      sender.start();
    }
  }

  private void send() {
    SplittableRandom random = new SplittableRandom();
    long deadline = System.nanoTime() + load.duration().toNanos();
    long index = 0;
    try {
      while (load.messages() > 0 ? index < load.messages() : System.nanoTime() < deadline) {
        Guarantee guarantee = random.nextDouble() < SAFE_SHARE ? Guarantee.SAFE : Guarantee.AGREED;
        handle.multicast(guarantee, List.of(GROUP), RandomMessage.data(random, index));
        index++;
      }
      multicast(RandomMessage.of(RandomMessage.END, index, new byte[0]));
    } catch (EvsException e) {
      finished.completeExceptionally(e);
    }
  }

  private void multicast(byte[] message) {
    handle.multicast(Guarantee.AGREED, List.of(GROUP), message);
  }

  @Override
  public void onMessage(Delivery delivery) {
    if (!begun || !next.containsKey(delivery.sender())) {
      return;
    }
    byte[] message = delivery.payload();
    if (!RandomMessage.isIntact(message)) {
      violation(Property.B4, "a message of " + delivery.sender() + " is not as it was sent");
      return;
    }
    switch (RandomMessage.kind(message)) {
      case RandomMessage.DATA -> data(delivery.sender(), RandomMessage.index(message));
      case RandomMessage.END -> end(delivery.sender(), RandomMessage.index(message));
      default -> done(delivery.sender(), message);
    }
  }

  private void data(GroupMember from, long index) {
    long[] expectedIndex = next.get(from);
    if (index != expectedIndex[0]) {
      Property property = index < expectedIndex[0] ? Property.B2 : Property.D3;
      violation(
          property,
          "message "
              + index
              + " of "
              + from
              + " was delivered where "
              + expectedIndex[0]
              + " was due");
    }
    expectedIndex[0] = index + 1;
    order.add(members.indexOf(from) + 1, index);
  }

  private void end(GroupMember from, long sent) {
    announced += sent;
    if (next.get(from)[0] != sent) {
      violation(
          from.equals(handle.self()) ? Property.D1 : Property.L2,
          next.get(from)[0] + " of " + sent + " messages of " + from + " were delivered");
    }
    unfinished.remove(from);
    if (unfinished.isEmpty()) {
      byte[] answer = RandomMessage.done(order.count(), order.digest());
      // Not in this thread: waiting for room in the queue needs it to go on.
      DaemonThreads.of("verify-answer", () -> multicast(answer)).start();
    }
  }

  private void done(GroupMember from, byte[] answer) {
    done.put(from, answer);
    if (done.size() == members.size()) {
      done.forEach(this::compare);
      finished.complete(this);
    }
  }

  private void compare(GroupMember who, byte[] answer) {
    long count = RandomMessage.index(answer);
    if (count != order.count()) {
      violation(
          Property.L2, who + " delivered " + count + " messages, this member " + order.count());
    } else if (RandomMessage.digest(answer) != order.digest()) {
      violation(Property.D5, who + " delivered in another order than this member");
    }
  }

  private void violation(Property property, String message) {
    if (violations.size() < VIOLATIONS_MAX) {
      long process = handle.self().node().asLong();
      violations.add(new Violation(property, message, process));
    }
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    configurations++;
  }

  @Override
  public void onDisconnected(EvsException reason) {
    if (!closing) {
      finished.completeExceptionally(reason);
    }
  }

  /** Where this member's order differs from another's in the same process. */
  Optional<String> difference(LiveMember other) {
    int place = order.firstDifference(other.order);
    return place < 0
        ? Optional.empty()
        : Optional.of(
            "at place "
                + place
                + " node "
                + handle.self().node()
                + " delivered "
                + order.at(place)
                + ", node "
                + other.handle.self().node()
                + " "
                + other.order.at(place));
  }

  List<Violation> violations() {
    return violations;
  }

  int processes() {
    return members.size();
  }

  long sent() {
    return announced;
  }

  long deliveries() {
    return order.count();
  }

  long configurations() {
    return configurations;
  }

  @Override
  public void close() {
    closing = true;
    handle.close();
    events.shutdown();
  }
}
