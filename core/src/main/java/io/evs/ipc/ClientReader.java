package io.evs.ipc;

import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.FrameReader;
import io.evs.ipc.frame.Greeting;
import io.evs.ipc.frame.GroupsCache;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The thread of a client that reads: events go to their handles, answers to who waits. */
final class ClientReader implements Runnable {
  /** Where frames go. */
  interface Target {
    /** The daemon's greeting. */
    void welcome(Greeting welcome);

    /** An answer; the buffer is valid during the call. */
    void answer(byte type, int request, ByteBuffer body) throws ProtocolException;

    /** The handle of that number; null if it was closed. */
    IpcHandle handle(int id);

    /** What to say of a daemon that ended the connection without a reason. */
    String silence();
  }

  private final FrameReader frames;
  private final Target target;
  private final Consumer<EvsException> ended;
  private final GroupsCache groupsCache = new GroupsCache();
  private final List<IpcHandle> touched = new ArrayList<>();
  private RingId lastRing = new RingId(0, 0);
  private GroupMember lastSender = new GroupMember(new NodeId(1), 0);

  ClientReader(ReadableByteChannel channel, Target target, Consumer<EvsException> ended) {
    this.frames = new FrameReader(channel);
    this.target = target;
    this.ended = ended;
  }

  @Override
  public void run() {
    EvsException reason;
    try {
      while (true) {
        while (frames.hasFrame()) {
          take(frames.next());
        }
        handOver();
        // An interrupt by a callback of the application would end the connection.
        Thread.interrupted();
        frames.read();
      }
    } catch (EvsException told) {
      reason = told;
    } catch (IOException gone) {
      reason = new EvsException(EvsException.Code.LIBRARY, target.silence(), gone);
    } catch (ProtocolException broken) {
      reason = new EvsException(EvsException.Code.LIBRARY, broken.getMessage(), broken);
    } catch (RuntimeException fault) {
      reason =
          new EvsException(
              EvsException.Code.LIBRARY, "the connection failed by an internal fault", fault);
    }
    handOver();
    ended.accept(reason);
  }

  private void handOver() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).events().handOver();
    }
    touched.clear();
  }

  private void take(ByteBuffer frame) throws ProtocolException {
    byte type = frame.get();
    int id = frame.getInt();
    switch (type) {
      case Protocol.MESSAGE,
          Protocol.CONFIGURATION,
          Protocol.GROUP_CHANGE,
          Protocol.DISCONNECTED -> {
        IpcHandle handle = target.handle(id);
        if (handle != null) {
          event(type, handle, frame);
        }
      }
      case Protocol.WELCOME -> target.welcome(Greeting.read(frame));
      case Protocol.ERROR -> throw EventCodec.readReason(frame);
      default -> {
        // An answer may say that what came before it is there.
        handOver();
        target.answer(type, id, frame);
      }
    }
  }

  private void event(byte type, IpcHandle handle, ByteBuffer frame) throws ProtocolException {
    switch (type) {
      case Protocol.MESSAGE -> handle.events().add(message(frame));
      case Protocol.CONFIGURATION -> handle.events().add(EventCodec.readConfiguration(frame));
      case Protocol.GROUP_CHANGE -> handle.events().add(EventCodec.readGroup(frame));
      default -> {
        handOver();
        handle.events().end(EventCodec.readReason(frame));
        return;
      }
    }
    if (touched.isEmpty() || (touched.get(0) != handle && !touched.contains(handle))) {
      touched.add(handle);
    }
  }

  private Delivery message(ByteBuffer frame) throws ProtocolException {
    Guarantee guarantee = EventCodec.guarantee(Wire.getByte(frame));
    int node = Wire.getInt(frame);
    long process = Wire.getUnsignedInt(frame);
    if (lastSender.processId() != process || lastSender.node().value() != node) {
      lastSender = new GroupMember(new NodeId(node), process);
    }
    int representative = Wire.getInt(frame);
    long ringSequence = Wire.getLong(frame);
    if (lastRing.sequence() != ringSequence || lastRing.representative() != representative) {
      lastRing = new RingId(representative, ringSequence);
    }
    int sequence = Wire.getInt(frame);
    List<Group> groups = groupsCache.read(frame);
    return new Delivery(groups, lastSender, guarantee, lastRing, sequence, Wire.getRest(frame));
  }
}
