package io.evs.cli.bench.result;

import io.evs.text.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Tells from a run's figures what most likely limited it. The rules are tried in order, and the
 * first that applies is the answer; each looks at one measured figure and names it. docs/bench.md
 * has the same list.
 */
public final class Limits {
  /** An open loop that did this much of what was asked for did it. */
  private static final double RATE_KEPT = 0.99;

  /** Packets sent again, as a share of those sent, that cost more than a trifle. */
  private static final double RESENT_SHARE = 0.02;

  /** A thread that has a processor this much of the time can do little more. */
  private static final double THREAD_BUSY = 0.85;

  private static final double MACHINE_BUSY = 0.9;
  private static final double COLLECTING = 0.1;
  private static final double VISITS_STOPPED = 0.5;
  private static final double RECEIVERS_STOPPED = 0.1;
  private static final double WAITED = 0.2;

  private final RunResult run;
  private final List<Bottleneck> found = new ArrayList<>();

  private Limits(RunResult run) {
    this.run = run;
  }

  static Bottleneck of(RunResult run) {
    Limits limits = new Limits(run);
    limits.rate();
    limits.reformation();
    limits.loss();
    limits.threads();
    limits.machine();
    limits.collections();
    limits.flowControl();
    limits.inFlight();
    limits.pauses();
    List<Bottleneck> all = limits.found;
    if (all.isEmpty()) {
      return new Bottleneck(
          Bottleneck.Kind.UNKNOWN,
          0,
          "nothing stands out: no thread, machine, window or loss reached its bound",
          List.of());
    }
    Bottleneck first = all.get(0);
    List<String> also = all.stream().skip(1).map(Bottleneck::text).toList();
    return new Bottleneck(first.kind(), first.nodeId(), limits.text(first), also);
  }

  private void add(Bottleneck.Kind kind, long nodeId, String text) {
    found.add(new Bottleneck(kind, nodeId, text, List.of()));
  }

  private void rate() {
    if (isOpenLoop() && isKept()) {
      add(
          Bottleneck.Kind.RATE,
          0,
          String.format(Locale.ROOT, "the rate asked for, %,.0f messages per second", run.asked()));
    }
  }

  private boolean isOpenLoop() {
    return run.rate() > 0;
  }

  private boolean isKept() {
    return run.sentPerSecond() >= RATE_KEPT * run.asked();
  }

  /** An open loop that is too fast for the ring says so first. */
  private String text(Bottleneck first) {
    return isOpenLoop() && !isKept()
        ? String.format(
            Locale.ROOT,
            "only %,.0f of %,.0f messages per second could be sent, because of %s",
            run.sentPerSecond(),
            run.asked(),
            first.text())
        : first.text();
  }

  private void reformation() {
    if (run.reformations() > 0) {
      add(Bottleneck.Kind.REFORMATION, 0, "the ring re-formed " + Spans.times(run.reformations()));
    }
  }

  private void loss() {
    long packets = run.sum(MemberFigure.PACKETS);
    long again = run.sum(MemberFigure.RETRANSMITS);
    if (packets == 0 || again < RESENT_SHARE * packets) {
      return;
    }
    String resent = percent(again / (double) packets) + " of the message packets were sent again";
    long overflows = receiveBufferDrops(run);
    if (overflows > 0) {
      add(
          Bottleneck.Kind.SOCKET_BUFFER,
          0,
          String.format(
              Locale.ROOT,
              "receive buffers of sockets, which had no room for %,d datagrams; %s",
              overflows,
              resent));
    } else {
      add(Bottleneck.Kind.LOSS, 0, "loss of packets: " + resent);
    }
  }

  /** Members on one machine see the same sockets: the largest, not the sum. */
  public static long receiveBufferDrops(RunResult run) {
    return run.perMember().stream()
        .mapToLong(member -> member.figures().get(MemberFigure.RECEIVE_BUFFER_DROPS))
        .max()
        .orElse(0);
  }

  private void threads() {
    List<Bottleneck> busy = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (MemberResult member : run.perMember()) {
      double loop = member.share(MemberFigure.LOOP_NANOS, run.seconds());
      double receive = member.share(MemberFigure.RECEIVE_NANOS, run.seconds());
      double send = member.senderShare();
      String of = " of member " + member.nodeId() + ", busy " + percent(Math.max(loop, receive));
      if (loop >= THREAD_BUSY && loop >= receive) {
        busy.add(thread(Bottleneck.Kind.LOOP_CPU, member, "the loop thread" + of));
        shares.add(loop);
      } else if (receive >= THREAD_BUSY) {
        busy.add(thread(Bottleneck.Kind.RECEIVER_CPU, member, "the receiver's thread" + of));
        shares.add(receive);
      }
      if (send >= THREAD_BUSY) {
        String who = "the sender's thread of member " + member.nodeId() + ", busy " + percent(send);
        busy.add(thread(Bottleneck.Kind.SENDER_CPU, member, who));
        shares.add(send);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < busy.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(shares::get, Comparator.reverseOrder()));
    order.forEach(i -> found.add(busy.get(i)));
  }

  private static Bottleneck thread(Bottleneck.Kind kind, MemberResult member, String text) {
    return new Bottleneck(kind, member.nodeId(), text + " of the time", List.of());
  }

  private void machine() {
    // Of members that share a machine the one that people look at speaks for all.
    run.perMember().stream()
        .filter(member -> member.machineShare() >= MACHINE_BUSY)
        .max(Comparator.comparing(MemberResult::coordinates))
        .ifPresent(
            member ->
                add(
                    Bottleneck.Kind.MACHINE_CPU,
                    member.nodeId(),
                    (member.coordinates()
                            ? "this machine's processors, "
                            : "the processors of member " + member.nodeId() + "'s machine, ")
                        + percent(member.machineShare())
                        + " busy with this and all else that ran"));
  }

  private void collections() {
    run.perMember().stream()
        .max(Comparator.comparingLong(member -> member.figures().get(MemberFigure.GC_NANOS)))
        .filter(member -> member.share(MemberFigure.GC_NANOS, run.seconds()) >= COLLECTING)
        .ifPresent(
            member ->
                add(
                    Bottleneck.Kind.GARBAGE_COLLECTION,
                    member.nodeId(),
                    "garbage collections in member "
                        + member.nodeId()
                        + "'s process, "
                        + percent(member.share(MemberFigure.GC_NANOS, run.seconds()))
                        + " of the time"));
  }

  private void flowControl() {
    stopped(
        MemberFigure.VISITS_STOPPED_BY_RECEIVER,
        RECEIVERS_STOPPED,
        Bottleneck.Kind.RECEIVE_WINDOW,
        "flow control, for some member had no room for more, at ");
    stopped(
        MemberFigure.VISITS_STOPPED_BY_WINDOW,
        VISITS_STOPPED,
        Bottleneck.Kind.WINDOW,
        "the window (flow control), which ended ");
  }

  /** Looks at the sender whose visits were stopped most. */
  private void stopped(MemberFigure figure, double from, Bottleneck.Kind kind, String begin) {
    run.perMember().stream()
        .filter(member -> member.sent() > 0 && member.figures().get(MemberFigure.VISITS) > 0)
        .max(Comparator.comparingDouble(member -> stoppedShare(member, figure)))
        .filter(member -> stoppedShare(member, figure) >= from)
        .ifPresent(
            member ->
                add(
                    kind,
                    member.nodeId(),
                    begin
                        + percent(stoppedShare(member, figure))
                        + " of member "
                        + member.nodeId()
                        + "'s token visits before it had sent all that waited"
                        + String.format(
                            Locale.ROOT,
                            "; the token came %,.0f times a second",
                            member.figures().get(MemberFigure.VISITS) / run.seconds())));
  }

  private static double stoppedShare(MemberResult member, MemberFigure figure) {
    return member.figures().get(figure) / (double) member.figures().get(MemberFigure.VISITS);
  }

  private void inFlight() {
    for (MemberResult member : run.perMember()) {
      double sending = member.figures().seconds(MemberFigure.SENDING_NANOS);
      double waited = member.figures().seconds(MemberFigure.IN_FLIGHT_WAIT_NANOS);
      if (sending > 0 && waited >= WAITED * sending) {
        add(
            Bottleneck.Kind.IN_FLIGHT,
            member.nodeId(),
            String.format(
                Locale.ROOT,
                "this bench's bound of %,d messages on their way, on which member %d waited %s of"
                    + " the time",
                SendTimes.IN_FLIGHT_MAX,
                member.nodeId(),
                percent(waited / sending)));
      }
    }
  }

  private void pauses() {
    run.perMember().stream()
        .filter(member -> member.figures().get(MemberFigure.PAUSES) > 0)
        .max(Comparator.comparingLong(member -> member.figures().get(MemberFigure.PAUSES)))
        .ifPresent(
            member ->
                add(
                    Bottleneck.Kind.PAUSE,
                    member.nodeId(),
                    "pauses of member "
                        + member.nodeId()
                        + "'s process, which did not run for half a token time-out or longer, "
                        + Spans.times(member.figures().get(MemberFigure.PAUSES))));
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
  }
}
