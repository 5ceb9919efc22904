package io.evs.pack;

import io.evs.RingId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages into full packets, and out of them again: what one message costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PackBenchmark {
  private static final RingId RING = new RingId(1, 4);
  private static final int LIMIT = 1410;
  private static final int HEADER_OFFSET = 45;

  /** Bytes of a message; the last one is cut into fragments. */
  @Param({"64", "1300", "40000"})
  public int size;

  private final byte[] packet = new byte[HEADER_OFFSET + LIMIT];
  private byte[] header;
  private byte[] payload;
  private Packer packer;
  private Unpacker unpacker;
  private long number;
  private long delivered;
  private int seq;

  /** An empty packer in an installed ring. */
  @Setup
  public void open() {
    header = new byte[PackFormat.groupHeaderLength()];
    PackFormat.writeGroupHeader(header, 0);
    payload = new byte[size];
    packer = new Packer(1 << 20, (n, ring, at, safe, hash) -> {});
    packer.openApplication();
    unpacker = new Unpacker((sender, ring, at, safe, data, from, length) -> delivered++);
  }

  /** One message more; packets are sent as soon as two are full. */
  @Benchmark
  public long packAndUnpack() {
    packer.add(header, header.length, payload, false, ++number, 0);
    while (packer.applicationBytes() > 2 * LIMIT) {
      int length = packer.fill(packet, HEADER_OFFSET, LIMIT, RING, ++seq);
      unpacker.packet(1, RING, seq, packer.lastWasSafe(), packet, HEADER_OFFSET, length);
    }
    return delivered;
  }
}
