package io.evs.trace;

import io.evs.RingId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what a reader tells. */
final class RecordedCalls implements TraceHandler {
  private final List<String> calls = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  List<String> calls() {
    return calls;
  }

  List<String> withoutPresence() {
    return calls.stream().filter(call -> !call.startsWith("present")).toList();
  }

  List<String> problems() {
    return problems;
  }

  @Override
  public void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained) {
    StringBuilder text = new StringBuilder();
    for (int[] component : components) {
      text.append(Arrays.toString(component));
    }
    calls.add("stable " + timeMicros + " " + text + " " + convergenceMicros + " " + drained);
  }

  @Override
  public void malformed(int process, String message) {
    problems.add("W " + message);
  }

  @Override
  public void warning(String message) {
    problems.add("warning " + message);
  }

  @Override
  public RecordedTrace process(int process) {
    return new Calls(process);
  }

  private final class Calls implements RecordedTrace {
    private final int process;

    Calls(int process) {
      this.process = process;
    }

    private void add(Object... what) {
      calls.add(process + " " + Arrays.toString(what));
    }

    @Override
    public void present(int fields) {
      calls.add("present " + fields);
    }

    @Override
    public void unreadableRing(String text) {
      add("unreadable", text);
    }

    @Override
    public void ignored() {}

    @Override
    public void cut() {
      add("cut");
    }

    @Override
    public void torn(boolean last) {
      add("torn", last);
    }

    @Override
    public void start(long timeMicros, long incarnation) {
      add("start", timeMicros, incarnation);
    }

    @Override
    public void regular(long timeMicros, RingId ring, int[] members) {
      add("regular", timeMicros, ring, Arrays.toString(members));
    }

    @Override
    public void transitional(long timeMicros, RingId left, RingId next, int[] members) {
      add("transitional", timeMicros, left, next, Arrays.toString(members));
    }

    @Override
    public void primary(long timeMicros, RingId ring, boolean primary) {
      add("primary", timeMicros, ring, primary);
    }

    @Override
    public void submit(long timeMicros, long n, boolean safe, long hash) {
      add("submit", timeMicros, n, safe, hash);
    }

    @Override
    public void send(long timeMicros, long n, RingId ring, int sequence, boolean safe, long hash) {
      add("send", timeMicros, n, ring, sequence, safe, hash);
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
      add("deliver", timeMicros, sender, senderIncarnation, n, ring, sequence, safe, hash);
    }

    @Override
    public void crash(long timeMicros) {
      add("crash", timeMicros);
    }

    @Override
    public void stop(long timeMicros) {
      add("stop", timeMicros);
    }

    @Override
    public void end(long timeMicros) {
      add("end", timeMicros);
    }

    @Override
    public void note(long timeMicros, String text) {}
  }
}
