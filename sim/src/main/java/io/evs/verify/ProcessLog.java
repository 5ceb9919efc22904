package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.RecordedTrace;
import io.evs.verify.report.Property;
import io.evs.verify.report.ViolationCollector;
import java.util.HashMap;
import java.util.Map;

/**
 * The life of one process: an automaton over its events that checks what one log alone can tell
 * (C1, C3, C4, C5, C7, B3, D1) and hands messages on to {@link MessageLog}.
 */
final class ProcessLog implements RecordedTrace {
  private enum State {
    /** Before the first start, or after crash, stop or end. */
    DEAD,
    /** Started, no configuration yet. */
    JOINING,
    REGULAR,
    TRANSITIONAL,
    /** A configuration could not be read: nothing is judged until the next start. */
    LOST
  }

  private static final RingId NO_RING = new RingId(0, -1);

  final int process;
  private final History history;
  private final ViolationCollector findings;
  private final MessageLog messages;
  private int present = TIME | SEQUENCE | HASH;
  private State state = State.DEAD;
  private boolean ended;
  private boolean homelessReported;
  private boolean started;
  private long incarnation;
  private RingId lastInstalled = NO_RING;
  private Stay stay;
  private boolean staying;
  private long installedAtMicros;
  private boolean installTimeKnown;
  private boolean cut;

  /** Incarnations whose trace was cut while they lived on: their last own message in it. */
  private final Map<Long, Long> cuts = new HashMap<>();

  private boolean lost;

  ProcessLog(History history, int process) {
    this.history = history;
    this.findings = history.findings;
    this.process = process;
    this.messages = new MessageLog(history, process);
    this.stay = new Stay(process, 0, new RingRecord(NO_RING, -1), true);
  }

  /** The stay of the ring the process is in at the end; meaningful only if {@link #settled}. */
  Stay lastStay() {
    return stay;
  }

  /** Alive with a regular configuration at the end of its log. */
  boolean settled() {
    return staying && (state == State.REGULAR || ended);
  }

  /** Some configuration could not be read, so which rings it visited is not fully known. */
  boolean lost() {
    return lost;
  }

  boolean installTimeKnown() {
    return installTimeKnown;
  }

  long installedAtMicros() {
    return installedAtMicros;
  }

  /** The end of the log, or of one life in it, is missing: rings that it was in may be, too. */
  boolean isCut() {
    return cut;
  }

  long lastIncarnation() {
    return incarnation;
  }

  /** The message may have been sent in the part of the log that was cut off. */
  boolean mayHaveSent(long messageIncarnation, int n) {
    Long beforeCut = cuts.get(messageIncarnation);
    return beforeCut != null && n > beforeCut
        || cut
            && (messageIncarnation > incarnation
                || messageIncarnation == incarnation && n > messages.lastNumber());
  }

  MessageLog messages() {
    return messages;
  }

  String name() {
    return History.name(process);
  }

  @Override
  public void present(int fields) {
    present = fields;
  }

  @Override
  public void ignored() {
    findings.events++;
  }

  @Override
  public void torn(boolean last) {
    cut |= last;
  }

  @Override
  public void cut() {
    cuts.put(incarnation, messages.lastNumber());
    cut = true;
    findings.warning(name() + " could not write its trace on in incarnation " + incarnation);
    leave();
    staying = false;
  }

  @Override
  public void start(long timeMicros, long newIncarnation) {
    findings.events++;
    if (started && newIncarnation <= incarnation) {
      findings.violation(
          Property.C7,
          process,
          name()
              + " starts incarnation "
              + newIncarnation
              + " after incarnation "
              + incarnation
              + ": incarnations must grow");
    }
    started = true;
    incarnation = newIncarnation;
    state = State.JOINING;
    ended = false;
    staying = false;
    homelessReported = false;
    messages.begin(newIncarnation);
  }

  @Override
  public void regular(long timeMicros, RingId ring, int[] members) {
    if (!configurationHasHome("installs ring " + ring)) {
      return;
    }
    checkMembers(ring, members, "regular configuration");
    boolean changing = state == State.TRANSITIONAL;
    if (state == State.REGULAR) {
      stay.broken = true;
      alternation("installs " + ring + " directly after " + stay.ring.id);
    } else if (changing && !stay.next.equals(ring)) {
      stay.broken = true;
      alternation("installs " + ring + " after a transitional configuration to " + stay.next);
    }
    if (staying) {
      stay.leftNormally = true;
      messages.checkSelfDelivery(stay);
    }
    install(timeMicros, ring, members);
  }

  @Override
  public void transitional(long timeMicros, RingId left, RingId next, int[] members) {
    String event = "gets the transitional configuration from " + left + " to " + next;
    if (!configurationHasHome(event)) {
      return;
    }
    checkMembers(next, members, "transitional configuration");
    if (next.sequence() <= left.sequence()) {
      findings.violation(Property.C3, process, name() + " " + event + ": ring sequences must grow");
    }
    if (state == State.JOINING) {
      alternation(event + " before any regular configuration of this incarnation");
      return;
    }
    if (state == State.TRANSITIONAL) {
      stay.broken = true;
      alternation(event + " after the one to " + stay.next);
      return;
    }
    if (!left.equals(stay.ring.id)) {
      stay.broken = true;
      alternation(event + " while in ring " + stay.ring.id);
    }
    state = State.TRANSITIONAL;
    stay.transitional = true;
    stay.transitionalMembers = members.clone();
    stay.next = next;
  }

  @Override
  public void primary(long timeMicros, RingId ring, boolean primary) {
    findings.events++;
    RingRecord told = history.ring(ring);
    told.primary |= primary;
    if (state == State.REGULAR && ring.equals(stay.ring.id)) {
      told.tell(process, primary);
    }
  }

  @Override
  public void unreadableRing(String text) {
    if (configurationHasHome("gets a configuration with ring id " + text)) {
      findings.violation(
          Property.C4, process, name() + " has a ring id that cannot be read: " + text);
      state = State.LOST;
      lost = true;
    }
  }

  @Override
  public void submit(long timeMicros, long n, boolean safe, long hash) {
    findings.events++;
    if (state == State.DEAD) {
      homeless("submits message " + n);
    } else if (state != State.LOST) {
      boolean inRing = state == State.REGULAR;
      messages.submit(n, safe, hash, present, stay, inRing);
    }
  }

  @Override
  public void send(long timeMicros, long n, RingId ring, int sequence, boolean safe, long hash) {
    findings.events++;
    if (!messageHasHome("sends", n)) {
      return;
    }
    boolean right = state == State.REGULAR && ring.equals(stay.ring.id);
    if (!right) {
      findings.violation(
          Property.B3,
          process,
          name()
              + " sends message "
              + n
              + " in ring "
              + ring
              + (state == State.TRANSITIONAL
                  ? " during its transitional configuration to " + stay.next
                  : " while in ring " + stay.ring.id));
    }
    messages.send(n, sequence, safe, hash, present, stay, right);
  }

  @Override
  public void deliver(
      long timeMicros,
      int sender,
      long senderIncarnation,
      long n,
      RingId ring,
      int sequence,
      boolean safe,
      long hash) {
    findings.events++;
    findings.deliveries++;
    if (!messageHasHome("delivers", n)) {
      return;
    }
    if (n < 1 || n > Messages.HIGHEST_NUMBER) {
      findings.violation(Property.W, process, name() + " delivers a message with number " + n);
      return;
    }
    MessageTable table = history.messages.table(sender, senderIncarnation);
    boolean right = ring.equals(stay.ring.id);
    if (!right) {
      findings.violation(
          Property.B3,
          process,
          name()
              + " delivers "
              + history.messages.name(table.handle((int) n))
              + " of ring "
              + ring
              + " while in ring "
              + stay.ring.id);
    }
    messages.deliver(
        table, (int) n, sequence, safe, hash, present, stay, right, state == State.TRANSITIONAL);
  }

  @Override
  public void crash(long timeMicros) {
    leave();
    staying = false;
  }

  @Override
  public void stop(long timeMicros) {
    leave();
    staying = false;
  }

  @Override
  public void end(long timeMicros) {
    boolean alive = state == State.REGULAR;
    leave();
    ended = alive;
    staying &= alive;
  }

  @Override
  public void note(long timeMicros, String text) {
    findings.events++;
  }

  /** A second end of a life is harmless: C7 is about messages and configurations. */
  private void leave() {
    findings.events++;
    state = State.DEAD;
    homelessReported = false;
  }

  private void install(long timeMicros, RingId id, int[] members) {
    RingRecord ring = history.ring(id);
    boolean repeated = false;
    if (id.sequence() <= lastInstalled.sequence()) {
      repeated = ring.visitedBy(process);
      findings.violation(
          Property.C3,
          process,
          name()
              + " installs ring "
              + id
              + " after ring "
              + lastInstalled
              + ": ring sequences must grow");
    } else {
      lastInstalled = id;
    }
    RingRules.define(history, ring, process, members);
    ring.primary |= (present & PRIMARY) != 0;
    stay = new Stay(process, incarnation, ring, repeated);
    ring.stays.add(stay);
    staying = true;
    installTimeKnown = (present & TIME) != 0;
    installedAtMicros = timeMicros;
    state = State.REGULAR;
  }

  private boolean configurationHasHome(String event) {
    findings.events++;
    findings.configurations++;
    if (state == State.DEAD) {
      homeless(event);
    }
    return state != State.DEAD && state != State.LOST;
  }

  private boolean messageHasHome(String verb, long n) {
    if (state == State.DEAD || state == State.JOINING) {
      homeless(verb + " message " + n);
      return false;
    }
    return state != State.LOST;
  }

  /** One report for a whole stretch of events without a home. */
  private void homeless(String event) {
    if (homelessReported) {
      return;
    }
    homelessReported = true;
    String when =
        state == State.JOINING
            ? " before the first configuration of incarnation " + incarnation
            : started ? " after its end" : " before its start";
    findings.violation(Property.C7, process, name() + " " + event + when);
  }

  private void checkMembers(RingId ring, int[] members, String what) {
    boolean self = false;
    for (int member : members) {
      self |= member == process;
    }
    if (!self) {
      findings.violation(
          Property.C1,
          process,
          name() + " is not in its " + what + " " + History.set(members) + " of ring " + ring);
    }
    if (!RingRules.ascending(members)) {
      findings.violation(
          Property.C4,
          process,
          name()
              + " has a "
              + what
              + " of ring "
              + ring
              + " whose members are not sorted and unique: "
              + History.set(members));
    }
  }

  private void alternation(String event) {
    findings.violation(Property.C5, process, name() + " " + event);
  }
}
