package io.evs.totem.transcript;

import io.evs.RingId;
import io.evs.totem.MessageSource;
import io.evs.totem.RingListener;
import io.evs.totem.TotemEffects;
import io.evs.totem.wire.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** What drivers of a bare ring member in tests have in common: texts to send, unique node ids. */
public abstract class BareDriver implements TotemEffects, RingListener, MessageSource {
  private record Message(String text, boolean safe) {}

  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private boolean lastSafe;

  /** Puts a text into the queue from which the next visit of the token takes. */
  protected final void queue(String text, boolean safe) {
    waiting.add(new Message(text, safe));
  }

  @Override
  public final int backlogPackets() {
    return waiting.size();
  }

  @Override
  public final int fill(byte[] data, int offset, int limit, RingId ring, int seq) {
    Message next = waiting.poll();
    if (next == null) {
      return 0;
    }
    byte[] text = next.text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, data, offset, text.length);
    lastSafe = next.safe;
    return text.length;
  }

  @Override
  public final boolean lastWasSafe() {
    return lastSafe;
  }

  @Override
  public final boolean addressKnown(int nodeId) {
    return true;
  }

  @Override
  public final byte[] addressOf(int nodeId) {
    return new byte[0];
  }

  @Override
  public final void answer(Packet packet) {
    throw new AssertionError("nobody here has another's node id");
  }

  @Override
  public final void duplicateNodeId(long otherIncarnation) {
    throw new AssertionError("nobody here has another's node id");
  }

  @Override
  public final void secondNode(int nodeId) {
    throw new AssertionError("nobody here has another's node id");
  }

  @Override
  public final void givesWay(long otherIncarnation, byte[] otherAddress) {
    throw new AssertionError("nobody here has another's node id");
  }
}
