package io.evs.ipc;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.GroupsCache;
import io.evs.ipc.frame.OutBuffer;
import io.evs.ipc.frame.Protocol;
import io.evs.node.RelayHandle;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client's handle: its events leave as frames while its window and the buffer have room. */
final class ServedHandle implements EvsListener {
  /** Why no more events were written. */
  enum Pumped {
    /** There are none now. */
    EMPTY,
    /** The client has not granted more. */
    NO_CREDIT,
    /** The buffer is full. */
    NO_ROOM
  }

  /** An answer that is to follow the events before it. */
  private record Answer(long behind, Runnable give) {}

  private static final EvsListener DISCARD = new EvsListener() {};

  private final int id;
  private final Connection connection;
  private final boolean windowed;
  private final AtomicBoolean told = new AtomicBoolean();
  private final GroupsCache groups = new GroupsCache();
  private RelayHandle relay;
  private long credit;
  private OutBuffer out;
  private final ArrayDeque<Answer> answers = new ArrayDeque<>();
  private Optional<EvsException> cut = Optional.empty();
  private boolean ended;
  private boolean closed;

  /** Whether it is in its connection's row of handles with events. */
  boolean queued;

  ServedHandle(int id, Connection connection, long windowBytes) {
    this.id = id;
    this.connection = connection;
    this.windowed = windowBytes != 0;
    this.credit = windowBytes;
  }

  int id() {
    return id;
  }

  Connection connection() {
    return connection;
  }

  RelayHandle relay() {
    return relay;
  }

  void relay(RelayHandle opened) {
    relay = opened;
  }

  /** Whether the server thread is to be told that events wait; node's loop thread. */
  boolean mustTell() {
    return told.compareAndSet(false, true);
  }

  /** Before events are looked for: what comes later is told again. */
  void looking() {
    told.set(false);
  }

  void grant(long bytes) {
    credit = Math.min(Long.MAX_VALUE / 2, credit + bytes);
  }

  /** The client took its events too slowly: what waits is given up, and it is told. */
  void cut(EvsException reason) {
    cut = Optional.of(reason);
  }

  /** Gives an answer when so many events of the handle were taken, which come before it. */
  void answer(long behind, Runnable give) {
    answers.add(new Answer(behind, give));
    if (closed || ended || (windowed && credit <= 0)) {
      answerAll();
    } else {
      answerTaken();
    }
  }

  private void answerTaken() {
    while (!answers.isEmpty() && answers.peek().behind() <= relay.taken()) {
      answers.remove().give().run();
    }
  }

  /** Who does not take its events, or will get no more, is answered all the same. */
  private void answerAll() {
    while (!answers.isEmpty()) {
      answers.remove().give().run();
    }
  }

  /** It gets no more events. */
  void closed() {
    closed = true;
    answerAll();
  }

  Pumped pump(OutBuffer to) {
    Pumped result = pumpEvents(to);
    if (result == Pumped.NO_CREDIT || ended) {
      answerAll();
    } else {
      answerTaken();
    }
    return result;
  }

  private Pumped pumpEvents(OutBuffer to) {
    out = to;
    if (out.hasRoom()) {
      // Nothing of the event before is kept outside the buffer.
      relay.finished();
    }
    if (cut.isPresent()) {
      while (relay.next(DISCARD) >= 0) {
        continue;
      }
      if (!ended && !out.hasRoom()) {
        return Pumped.NO_ROOM;
      }
      onDisconnected(cut.get());
      return Pumped.EMPTY;
    }
    while (out.hasRoom()) {
      if (windowed && credit <= 0) {
        return Pumped.NO_CREDIT;
      }
      long cost = relay.next(this);
      if (cost < 0) {
        return Pumped.EMPTY;
      }
      credit -= cost;
    }
    return Pumped.NO_ROOM;
  }

  @Override
  public void onMessage(Delivery delivery) {
    EventCodec.putMessageHead(out.buffer(), id, delivery, groups);
    out.putLast(delivery.payload());
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    out.putLast(EventCodec.configuration(id, change));
  }

  @Override
  public void onGroup(GroupChange change) {
    out.putLast(EventCodec.group(id, change));
  }

  @Override
  public void onDisconnected(EvsException reason) {
    if (!ended) {
      ended = true;
      out.putLast(EventCodec.reason(Protocol.DISCONNECTED, id, reason.code(), reason.getMessage()));
    }
  }
}
