package io.evs.trace;

import io.evs.RingId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes the trace of one process as JSON Lines (docs/properties.md, "The trace").
 *
 * <p>Events are formatted into a buffer at once and reach the stream at {@link #flush()}, in one
 * write. The owner flushes once per loop turn, before that turn's packets and deliveries leave. The
 * writer asks no clock and no generator: the same calls give the same bytes.
 *
 * <p>Not thread-safe; belongs to the loop of its process.
 */
public final class TraceWriter implements TraceSink, AutoCloseable {
  private static final int INITIAL_BYTES = 1 << 14;

  private static final byte[] START = ascii("{\"e\":\"start\",\"t\":");
  private static final byte[] CONF = ascii("{\"e\":\"conf\",\"t\":");
  private static final byte[] SUB = ascii("{\"e\":\"sub\",\"t\":");
  private static final byte[] SEND = ascii("{\"e\":\"send\",\"t\":");
  private static final byte[] DLV = ascii("{\"e\":\"dlv\",\"t\":");
  private static final byte[] CRASH = ascii("{\"e\":\"crash\",\"t\":");
  private static final byte[] STOP = ascii("{\"e\":\"stop\",\"t\":");
  private static final byte[] END = ascii("{\"e\":\"end\",\"t\":");
  private static final byte[] NOTE = ascii("{\"e\":\"note\",\"t\":");
  private static final byte[] PRI = ascii("{\"e\":\"pri\",\"t\":");
  private static final byte[] PRIMARY = ascii(",\"pri\":true");
  private static final byte[] NOT_PRIMARY = ascii(",\"pri\":false");
  private static final byte[] INC = ascii(",\"inc\":");
  private static final byte[] REGULAR = ascii(",\"k\":\"R\",\"r\":");
  private static final byte[] TRANSITIONAL = ascii(",\"k\":\"T\",\"r\":");
  private static final byte[] NEXT = ascii(",\"nx\":");
  private static final byte[] MEMBERS = ascii(",\"mem\":");
  private static final byte[] NUMBER = ascii(",\"n\":");
  private static final byte[] RING = ascii(",\"r\":");
  private static final byte[] SEQUENCE = ascii(",\"s\":");
  private static final byte[] MESSAGE = ascii(",\"m\":[");
  private static final byte[] AGREED = ascii(",\"v\":\"a\"");
  private static final byte[] SAFE = ascii(",\"v\":\"s\"");
  private static final byte[] HASH = ascii(",\"h\":");
  private static final byte[] TEXT = ascii(",\"text\":");
  private static final byte[] CLOSE = ascii("}\n");

  private final OutputStream out;
  private final TraceBuffer buffer = new TraceBuffer(INITIAL_BYTES);

  private TraceWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * A trace that begins on an empty stream.
   *
   * @param out receives one write per flush; closed with the writer
   * @param process the node id, an unsigned number
   * @param clock what the times mean, {@code virtual} or {@code monotonic}
   */
  public TraceWriter(OutputStream out, int process, String clock) {
    this(out);
    buffer
        .text(ascii("{\"e\":\"trace\",\"v\":1,\"p\":"))
        .unsigned(process)
        .text(ascii(",\"clock\":"))
        .string(clock)
        .text(ascii(",\"impl\":\"evs\"}\n"));
  }

  /**
   * Begins the trace file, or continues the one of earlier incarnations: then no header is written,
   * and a last line that was cut is ended first.
   *
   * @throws IOException if the file cannot be opened
   */
  public static TraceWriter open(Path file, int process, String clock) throws IOException {
    boolean begun = TraceFiles.begun(file);
    OutputStream out = TraceFiles.append(file);
    return begun ? new TraceWriter(out) : new TraceWriter(out, process, clock);
  }

  @Override
  public void start(long timeMicros, long incarnation) {
    buffer.text(START).number(timeMicros).text(INC).number(incarnation).text(CLOSE);
  }

  @Override
  public void regular(long timeMicros, RingId ring, int[] members) {
    buffer.text(CONF).number(timeMicros).text(REGULAR).ring(ring);
    buffer.text(MEMBERS).processes(members).text(CLOSE);
  }

  @Override
  public void transitional(long timeMicros, RingId left, RingId next, int[] members) {
    buffer.text(CONF).number(timeMicros).text(TRANSITIONAL).ring(left).text(NEXT).ring(next);
    buffer.text(MEMBERS).processes(members).text(CLOSE);
  }

  @Override
  public void primary(long timeMicros, RingId ring, boolean primary) {
    buffer.text(PRI).number(timeMicros).text(RING).ring(ring);
    buffer.text(primary ? PRIMARY : NOT_PRIMARY).text(CLOSE);
  }

  @Override
  public void submit(long timeMicros, long n, boolean safe, long hash) {
    buffer.text(SUB).number(timeMicros).text(NUMBER).number(n);
    service(safe, hash);
  }

  @Override
  public void send(long timeMicros, long n, RingId ring, int sequence, boolean safe, long hash) {
    buffer.text(SEND).number(timeMicros).text(NUMBER).number(n).text(RING).ring(ring);
    buffer.text(SEQUENCE).unsigned(sequence);
    service(safe, hash);
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
    buffer.text(DLV).number(timeMicros).text(MESSAGE).unsigned(sender).character(',');
    buffer.number(senderIncarnation).character(',').number(n).character(']');
    buffer.text(RING).ring(ring).text(SEQUENCE).unsigned(sequence);
    service(safe, hash);
  }

  @Override
  public void crash(long timeMicros) {
    buffer.text(CRASH).number(timeMicros).text(CLOSE);
  }

  @Override
  public void stop(long timeMicros) {
    buffer.text(STOP).number(timeMicros).text(CLOSE);
  }

  @Override
  public void end(long timeMicros) {
    buffer.text(END).number(timeMicros).text(CLOSE);
  }

  @Override
  public void note(long timeMicros, String text) {
    buffer.text(NOTE).number(timeMicros).text(TEXT).string(text).text(CLOSE);
  }

  /**
   * Hands all lines since the last flush to the stream in one write.
   *
   * @throws IOException if the stream refuses them; they are not written again
   */
  public void flush() throws IOException {
    buffer.drainTo(out);
  }

  /** Drops all lines since the last flush. */
  public void discard() {
    buffer.clear();
  }

  /**
   * Marks a trace file to which nothing more can be written, even on a full disk: the last whole
   * line becomes the event {@code cut}. A reader then knows that the process may have gone on.
   *
   * @throws IOException if the file cannot be written over
   */
  public static void cut(Path file) throws IOException {
    TraceFiles.cut(file);
  }

  /** Flushes and closes the stream. */
  @Override
  public void close() throws IOException {
    try (OutputStream closing = out) {
      buffer.drainTo(closing);
    }
  }

  private void service(boolean safe, long hash) {
    buffer.text(safe ? SAFE : AGREED).text(HASH).number(hash).text(CLOSE);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
