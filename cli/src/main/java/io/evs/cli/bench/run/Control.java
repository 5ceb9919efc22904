package io.evs.cli.bench.run;

import io.evs.Evs;
import io.evs.cli.bench.result.MemberFigures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages with which the members of a bench agree about a run. */
public sealed interface Control {
  /** Largest part of a fault's text that travels. */
  int FAULT_MAX_CHARS = 500;

  /** The run. */
  int run();

  /**
   * A run begins.
   *
   * @param run its number, random for the first one of a coordinator
   * @param bytes size of each message
   * @param safe whether the guarantee is safe
   * @param allSend whether every member sends
   * @param members how many members take part
   * @param writes messages of each sender; 0 if the duration limits it
   * @param durationNanos time for which each sender sends; 0 if the number limits it
   * @param perSecond messages of each sender per second; 0 for as many as possible
   */
  record Start(
      int run,
      int bytes,
      boolean safe,
      boolean allSend,
      int members,
      long writes,
      long durationNanos,
      long perSecond)
      implements Control {}

  /**
   * A sender has sent everything.
   *
   * @param run the run
   * @param writes how many messages that was
   */
  record End(int run, long writes) implements Control {}

  /**
   * The run is to end early: every sender stops.
   *
   * @param run the run
   */
  record Stop(int run) implements Control {}

  /**
   * A member has the END of every sender.
   *
   * @param run the run
   * @param delivered messages it delivered
   * @param digest digest of senders and indices in the order of delivery
   * @param fault the first thing that was wrong; empty if nothing was
   * @param figures what it has used since START
   * @param latencies its histogram of latencies, encoded
   */
  record Done(
      int run, long delivered, long digest, String fault, MemberFigures figures, byte[] latencies)
      implements Control {}

  /** The bytes that travel. */
  static byte[] encode(Control message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (message instanceof Start start) {
        write(out, start);
      } else if (message instanceof End end) {
        out.writeByte(2);
        out.writeInt(end.run());
        out.writeLong(end.writes());
      } else if (message instanceof Done done) {
        write(out, done);
      } else if (message instanceof Stop stop) {
        out.writeByte(4);
        out.writeInt(stop.run());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Start start) throws IOException {
    out.writeByte(1);
    out.writeInt(start.run());
    out.writeInt(start.bytes());
    out.writeBoolean(start.safe());
    out.writeBoolean(start.allSend());
    out.writeInt(start.members());
    out.writeLong(start.writes());
    out.writeLong(start.durationNanos());
    out.writeLong(start.perSecond());
  }

  private static void write(DataOutputStream out, Done done) throws IOException {
    out.writeByte(3);
    out.writeInt(done.run());
    out.writeLong(done.delivered());
    out.writeLong(done.digest());
    String fault = done.fault();
    out.writeUTF(fault.length() > FAULT_MAX_CHARS ? fault.substring(0, FAULT_MAX_CHARS) : fault);
    done.figures().write(out);
    out.writeInt(done.latencies().length);
    out.write(done.latencies());
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none: someone else uses the bench's group
   */
  static Control decode(byte[] payload) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      return switch (in.readByte()) {
        case 1 -> start(in);
        case 2 -> new End(in.readInt(), in.readLong());
        case 3 -> done(in);
        case 4 -> new Stop(in.readInt());
        default -> throw new IllegalArgumentException("not a message of evs bench");
      };
    } catch (IOException e) {
      throw new IllegalArgumentException("not a message of evs bench", e);
    }
  }

  private static Start start(DataInputStream in) throws IOException {
    Start start =
        new Start(
            in.readInt(),
            in.readInt(),
            in.readBoolean(),
            in.readBoolean(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readLong());
    if (!isPossible(start)) {
      throw new IllegalArgumentException("not a message of evs bench: no such run is possible");
    }
    return start;
  }

  /** Whoever takes part makes a buffer of that size, and sends until it is told to end. */
  private static boolean isPossible(Start start) {
    boolean ends = start.writes() > 0 || start.durationNanos() > 0;
    return start.bytes() >= 0
        && start.bytes() <= Evs.MESSAGE_MAX_BYTES
        && start.members() > 0
        && start.writes() >= 0
        && start.durationNanos() >= 0
        && start.perSecond() >= 0
        && ends;
  }

  private static Done done(DataInputStream in) throws IOException {
    int run = in.readInt();
    long delivered = in.readLong();
    long digest = in.readLong();
    String fault = in.readUTF();
    MemberFigures figures = MemberFigures.read(in);
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("not a message of evs bench: it ends early");
    }
    byte[] latencies = new byte[length];
    in.readFully(latencies);
    return new Done(run, delivered, digest, fault, figures, latencies);
  }
}
