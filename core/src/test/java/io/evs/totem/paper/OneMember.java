package io.evs.totem.paper;

import io.evs.RingId;
import io.evs.totem.Totem;
import io.evs.totem.TotemConfig;
import io.evs.totem.TotemState;
import io.evs.totem.part.Counter;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.transcript.BareDriver;
import io.evs.totem.transcript.PacketText;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.RingIdField;
import io.evs.totem.wire.Trailer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One bare {@link Totem}, node 2 of the nodes 1, 2 and 3. The test plays the other two: it hands in
 * their packets and reads what this member does, a line each.
 */
final class OneMember extends BareDriver {
  static final long MS = 1_000_000L;

  /** The paper knows no token that rests: none does here within 30 visits. */
  static final RingPolicy POLICY = RingPolicy.ours(200 * MS).with(values -> values.restVisits = 0);

  /** The ring that {@link #install} installs. */
  static final RingId RING = new RingId(1, 8);

  private static final int SELF = 2;
  private static final int[] ALL = {1, 2, 3};

  /** What a member had of its old ring, as the commit token tells it. */
  record Entry(RingId old, int aru, int delivered, boolean received) {}

  private final PacketPool pool = new PacketPool(1500, 4096);
  private final List<String> lines = new ArrayList<>();
  private final List<Integer> leavers = new ArrayList<>();
  private final Totem totem;
  private int tokenSeq;
  private long now;

  OneMember() {
    this(1000);
  }

  /** A member that has ring sequences up to this one on stable storage. */
  OneMember(long persisted) {
    totem =
        new Totem(
            new TotemConfig(SELF, 1, 7, 0, persisted, 1500, 0, 0, 0, POLICY),
            this,
            this,
            this,
            pool);
  }

  OneMember start() {
    totem.start(now);
    return this;
  }

  /** Goes through Gather, Commit and Recovery into the ring 1:8 of the three nodes. */
  OneMember install() {
    start();
    join(1, ALL, 4);
    join(3, ALL, 0);
    advance(10);
    commitToken(1, RING, 1, 1, never(1));
    commitToken(1, RING, 4, 3, never(1), never(2), never(3));
    recoverUntilInstalled();
    take();
    return this;
  }

  /** The token goes round with nothing to recover until the ring is installed. */
  void recoverUntilInstalled() {
    tokenSeq = -3;
    while (totem.state() == TotemState.RECOVERY && tokenSeq < 60) {
      token(0, 0, 0);
    }
  }

  static Entry never(int node) {
    return new Entry(new RingId(node, 0), 0, 0, true);
  }

  @Override
  public void leaves(int nodeId) {
    leavers.add(nodeId);
  }

  /** Who was said to leave on purpose. */
  List<Integer> leavers() {
    return leavers;
  }

  TotemState state() {
    return totem.state();
  }

  long count(Counter counter) {
    return totem.counters().get(counter);
  }

  void send(String text, boolean safe) {
    queue(text, safe);
    totem.messagesPending(now);
  }

  /** Lets time pass and runs what is due. */
  void advance(long millis) {
    long end = now + millis * MS;
    while (totem.deadline() <= end) {
      now = Math.max(now, totem.deadline());
      totem.timers(now);
      pool.recycle();
    }
    now = end;
  }

  void join(int from, int[] processors, long ringSeq, int... failed) {
    Packet packet = pool.acquire();
    JoinPacket.write(packet, from, from, processors, failed, ringSeq);
    receive(withTrailer(packet, from));
  }

  void leave(int from, long ringSeq) {
    Packet packet = pool.acquire();
    JoinPacket.write(packet, 0, from, without(from), new int[] {from}, ringSeq);
    receive(withTrailer(packet, from));
  }

  void mergeDetect(int from, RingId ring) {
    Packet packet = pool.acquire();
    MergeDetectPacket.write(packet, from, ring);
    receive(withTrailer(packet, from));
  }

  private static int[] without(int node) {
    return Arrays.stream(ALL).filter(id -> id != node).toArray();
  }

  private Packet withTrailer(Packet packet, int from) {
    Trailer trailer = new Trailer(0, from, 7, 1500, 80);
    packet.length(trailer.write(packet.data(), packet.length()));
    return packet;
  }

  /** A commit token with entries of the first members; {@code index} is the next to fill. */
  void commitToken(int from, RingId ring, int seq, int index, Entry... entries) {
    Packet packet = pool.acquire();
    CommitTokenPacket.write(packet, from, ring, ALL);
    Bytes.putInt(packet.data(), CommitTokenPacket.TOKEN_SEQ, seq);
    Bytes.putInt(packet.data(), CommitTokenPacket.MEMB_INDEX, index);
    for (int i = 0; i < entries.length; i++) {
      Entry e = entries[i];
      CommitTokenPacket.fill(packet.data(), i, e.old, e.aru, e.delivered, e.received);
    }
    receive(packet);
  }

  /** The next token of the ring, from node 1. */
  void token(int seq, int aru, int aruAddr, int... missing) {
    tokenSeq += 3;
    tokenAgain(seq, aru, aruAddr, missing);
  }

  /** A token with the number of the last one. */
  void tokenAgain(int seq, int aru, int aruAddr, int... missing) {
    tokenWith(RING, tokenSeq, 0, seq, aru, aruAddr, missing);
  }

  void tokenWith(RingId ring, int number, int flag, int seq, int aru, int aruAddr, int... missing) {
    Packet packet = pool.acquire();
    byte[] data = packet.data();
    OrfToken.write(packet, 1, seq, number, aru, aruAddr, ring, flag);
    for (int i = 0; i < missing.length; i++) {
      RingIdField.write(data, OrfToken.rtrOffset(i), ring);
      Bytes.putInt(data, OrfToken.rtrOffset(i) + RingIdField.LENGTH, missing[i]);
    }
    Bytes.putInt(data, OrfToken.RTR_ENTRIES, missing.length);
    packet.length(OrfToken.length(missing.length));
    receive(packet);
  }

  void mcast(int from, int seq, String text) {
    receive(message(Header.PLAIN, RING, from, seq, false, text.getBytes(StandardCharsets.UTF_8)));
  }

  void safeMcast(int from, int seq, String text) {
    receive(message(Header.PLAIN, RING, from, seq, true, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A message of ring 1:8 that a member sends again on the ring that recovers it. */
  void recovered(RingId ring, int from, int seq, int originator, int oldSeq, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Packet inner = message(Header.PLAIN, RING, originator, oldSeq, false, bytes);
    byte[] whole = Arrays.copyOf(inner.data(), inner.length());
    receive(message(Header.RECOVERED, ring, from, seq, false, whole));
  }

  private Packet message(
      int encapsulated, RingId ring, int from, int seq, boolean safe, byte[] payload) {
    Packet packet = pool.acquire();
    McastPacket.write(packet.data(), encapsulated, from, seq, 0, ring, safe);
    int at = McastPacket.HEADER_LENGTH;
    System.arraycopy(payload, 0, packet.data(), at, payload.length);
    packet.length(at + payload.length);
    return packet;
  }

  private void receive(Packet packet) {
    totem.receive(now, packet);
    pool.recycle();
  }

  /** What this member did since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void multicast(Packet packet) {
    lines.add("-> all " + text(packet));
  }

  @Override
  public void announce(Packet packet) {
    lines.add("-> all " + text(packet));
  }

  @Override
  public void unicast(int nodeId, Packet packet) {
    lines.add("-> " + nodeId + " " + text(packet));
  }

  private static String text(Packet packet) {
    return PacketText.of(Arrays.copyOf(packet.data(), packet.length()));
  }

  @Override
  public void reserveRingSequence(long upTo) {
    lines.add("reserves " + upTo);
  }

  /** Ring sequences up to this one are on stable storage now. */
  void persisted(long upTo) {
    totem.persisted(now, upTo);
  }

  @Override
  public void deliver(int sender, RingId ring, int seq, boolean safe, Packet packet) {
    String text = PacketText.quoted(packet.data(), McastPacket.HEADER_LENGTH, packet.length());
    lines.add("delivers " + seq + " of " + ring + " by " + sender + " " + text);
  }

  @Override
  public void transitional(RingId left, RingId next, int[] members, int[] leftMembers) {
    lines.add("transitional " + PacketText.set(members) + " from " + left + " to " + next);
  }

  @Override
  public void regular(RingId ring, int[] members, int[] joined) {
    lines.add("regular " + ring + " " + PacketText.set(members));
  }
}
