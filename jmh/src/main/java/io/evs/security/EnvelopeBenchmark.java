package io.evs.security;

import io.evs.SecuritySuite;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What encryption and authentication cost for each datagram, at its sender and its receiver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeBenchmark {
  /** Bytes of a datagram. */
  @Param({"100", "1400"})
  public int size;

  /** How it is sealed. */
  @Param({"AES_256_GCM", "CHACHA20_POLY1305"})
  public SecuritySuite suite;

  private EnvelopeBed.Peer sender;
  private EnvelopeBed.Peer receiver;
  private byte[] plain;
  private byte[] sealed;

  /** Lets the receiver admit the sender. */
  @Setup
  public void admit() {
    EnvelopeBed bed = new EnvelopeBed();
    bed.suite = suite;
    receiver = bed.new Peer(1, EnvelopeBed.key(1));
    sender = bed.admitted(receiver);
    plain = new byte[size];
    sealed = new byte[size + sender.envelope.overheadBytes()];
  }

  /** The sender's part. */
  @Benchmark
  public int seal() {
    return sender.envelope.seal(plain, plain.length, sealed);
  }

  /** Both parts: each packet is opened once, for a second time it would be refused. */
  @Benchmark
  public int sealAndOpen() {
    int length = sender.envelope.seal(plain, plain.length, sealed);
    int opened =
        receiver.envelope.open(sealed, length, sender.address, receiver.out, (to, data, n) -> {});
    if (opened != size) {
      throw new IllegalStateException("not opened: " + opened);
    }
    return opened;
  }
}
