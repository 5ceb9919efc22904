package io.evs.pack;

import io.evs.RingId;
import io.evs.totem.MessageSource;
import io.evs.totem.wire.Bytes;

/**
 * Packs messages into packets when the token visits. Pulled by the ring, so a packet is as full as
 * what is waiting allows, and a message keeps waiting until its last fragment has a number: after a
 * change of ring it starts again from its first fragment (docs/protocol.md, "Fragments across a
 * change").
 *
 * <p>Two queues: the state exchange at a change goes first, and application messages are held until
 * it is over ({@link #openApplication}).
 *
 * <p>Not thread-safe.
 */
public final class Packer implements MessageSource {

  /** Told when a message of the application gets its number. */
  public interface Binding {
    /** Message {@code n} is bound to a ring and the sequence number of its last packet. */
    void bound(long n, RingId ring, int seq, boolean safe, long hash);
  }

  /** Parts per packet; bounds the work of one fill. */
  private static final int PARTS_MAX = 2048;

  private static final byte[] NOTHING = new byte[0];

  private final SendQueue exchange = new SendQueue(Long.MAX_VALUE);
  private final SendQueue application;
  private final Binding binding;
  private final int[] partLengths = new int[PARTS_MAX];
  private boolean applicationOpen;
  private boolean cut;
  private int nextFragment = 1;
  private int continuation;
  private boolean lastSafe;
  private int typicalPayload = 1400;

  /**
   * A packer.
   *
   * @param applicationMaxBytes bound of the application's queue
   * @param binding told of each numbered message
   */
  public Packer(long applicationMaxBytes, Binding binding) {
    this.application = new SendQueue(applicationMaxBytes);
    this.binding = binding;
  }

  /** Whether the application's queue has room for a message of so many bytes. */
  public boolean fits(int length) {
    return application.fits(length);
  }

  /**
   * Queues a message of the application: header and payload are copied.
   *
   * @param n its number, from 1, or 0 for messages that are not reported to the binding
   */
  public void add(
      byte[] header, int headerLength, byte[] payload, boolean safe, long n, long hash) {
    application.add(header, headerLength, payload, safe, n, hash);
  }

  /** Queues a message of the state exchange. */
  public void addExchange(byte[] message, boolean safe) {
    exchange.add(message, message.length, NOTHING, safe, 0, 0);
  }

  /** A new ring was installed: holds the application and starts cut messages again. */
  public void ringInstalled() {
    cut |= application.isPartlyPacked() || exchange.isPartlyPacked();
    application.restartHead();
    exchange.clear();
    applicationOpen = false;
    nextFragment = 1;
    continuation = 0;
  }

  /** The state exchange is over: application messages flow. */
  public void openApplication() {
    applicationOpen = true;
  }

  /** Bytes the application has waiting. */
  public long applicationBytes() {
    return application.bytes();
  }

  @Override
  public int backlogPackets() {
    long bytes = exchange.bytes() + (applicationOpen ? application.bytes() : 0);
    return bytes == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + bytes / typicalPayload);
  }

  @Override
  public boolean lastWasSafe() {
    return lastSafe;
  }

  @Override
  public int fill(byte[] data, int offset, int limit, RingId ring, int seq) {
    typicalPayload = limit;
    SendQueue queue = !exchange.isEmpty() ? exchange : application;
    if (queue.isEmpty() || (queue == application && !applicationOpen)) {
      return 0;
    }
    if (cut) {
      return fillReset(data, offset);
    }
    lastSafe = queue.headIsSafe();
    return fillFrom(queue, data, offset, limit, ring, seq);
  }

  /** One empty message with continuation 0: every receiver's assembly starts over. */
  private int fillReset(byte[] data, int offset) {
    cut = false;
    lastSafe = false;
    int length = PackFormat.groupHeaderLength();
    writeHeader(data, offset, 0, 0, 1);
    Bytes.putShort(data, offset + PackFormat.LENGTHS, length);
    PackFormat.writeGroupHeader(data, offset + PackFormat.LENGTHS + 2);
    return PackFormat.LENGTHS + 2 + length;
  }

  /** The lengths stand before the parts, so the parts are counted first. */
  private int fillFrom(SendQueue queue, byte[] data, int offset, int limit, RingId ring, int seq) {
    int parts = countParts(queue, limit);
    int at = offset + PackFormat.LENGTHS + 2 * parts;
    int end = offset + limit;
    int written = 0;
    int fragment = 0;
    while (written < parts) {
      int room = end - at;
      int length = Math.min(queue.remaining(), room);
      queue.pack(data, at, length);
      partLengths[written++] = length;
      at += length;
      if (queue.remaining() > 0) {
        fragment = takeFragmentId();
        break;
      }
      finishHead(queue, ring, seq);
    }
    writeHeader(data, offset, fragment, continuation, written);
    for (int i = 0; i < written; i++) {
      Bytes.putShort(data, offset + PackFormat.LENGTHS + 2 * i, partLengths[i]);
    }
    continuation = fragment;
    return at - offset;
  }

  /** How many parts the packet will hold: whole messages of one guarantee, and one fragment. */
  private int countParts(SendQueue queue, int limit) {
    return queue.countParts(limit - PackFormat.LENGTHS, Math.min(PARTS_MAX, limit / 2));
  }

  private void finishHead(SendQueue queue, RingId ring, int seq) {
    long n = queue.headNumber();
    if (n > 0) {
      binding.bound(n, ring, seq, queue.headIsSafe(), queue.headHash());
    }
    queue.removeHead();
  }

  private int takeFragmentId() {
    int id = nextFragment;
    nextFragment = nextFragment == 255 ? 1 : nextFragment + 1;
    return id;
  }

  private static void writeHeader(
      byte[] data, int offset, int fragment, int continuation, int count) {
    Bytes.putShort(data, offset + PackFormat.VERSION, 0);
    Bytes.putShort(data, offset + PackFormat.TYPE, 0);
    data[offset + PackFormat.FRAGMENTED] = (byte) fragment;
    data[offset + PackFormat.CONTINUATION] = (byte) continuation;
    Bytes.putShort(data, offset + PackFormat.MSG_COUNT, count);
  }
}
