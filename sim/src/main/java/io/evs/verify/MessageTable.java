package io.evs.verify;

import java.util.Arrays;

/**
 * What is known of the messages of one incarnation of one process, indexed by n. Pages of primitive
 * arrays, about 30 bytes a message; n may jump without filling memory.
 */
final class MessageTable {
  static final int SUBMITTED = 1;
  static final int SENT = 2;
  static final int SAFE = 4;
  static final int SERVICE_KNOWN = 8;
  static final int SEQUENCE_KNOWN = 16;
  static final int HASH_KNOWN = 32;
  static final int DELIVERED = 64;

  /** Delivered by the sender itself, in the incarnation that sent it. */
  static final int SELF = 128;

  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final Page EMPTY = new Page(0);

  final int process;
  final long incarnation;
  private final int index;
  private Page[] pages = {};

  MessageTable(int process, long incarnation, int index) {
    this.process = process;
    this.incarnation = incarnation;
    this.index = index;
  }

  /** Names a message of any table in one long. */
  long handle(int n) {
    return (long) index << 32 | n;
  }

  static int tableOf(long handle) {
    return (int) (handle >>> 32);
  }

  static int numberOf(long handle) {
    return (int) handle;
  }

  boolean has(int n, int flag) {
    return (flags(n) & flag) != 0;
  }

  int flags(int n) {
    Page page = page(n);
    return page == EMPTY ? 0 : page.flags[n & PAGE_SIZE - 1];
  }

  void set(int n, int flag) {
    pageForWrite(n).flags[n & PAGE_SIZE - 1] |= (byte) flag;
  }

  /** Index of the ring the message was sent in, or -1. */
  int sendRing(int n) {
    Page page = page(n);
    return page == EMPTY ? -1 : page.sendRing[n & PAGE_SIZE - 1] - 1;
  }

  /** Deliveries of the sender in that ring before the send. */
  int deliveredBefore(int n) {
    Page page = page(n);
    return page == EMPTY ? 0 : page.deliveredBefore[n & PAGE_SIZE - 1];
  }

  void setSend(int n, int ring, int deliveredBefore) {
    Page page = pageForWrite(n);
    page.sendRing[n & PAGE_SIZE - 1] = ring + 1;
    page.deliveredBefore[n & PAGE_SIZE - 1] = deliveredBefore;
  }

  /** Index of the ring of the first delivery read, or -1. */
  int deliveryRing(int n) {
    Page page = page(n);
    return page == EMPTY ? -1 : page.deliveryRing[n & PAGE_SIZE - 1] - 1;
  }

  void setDeliveryRing(int n, int ring) {
    pageForWrite(n).deliveryRing[n & PAGE_SIZE - 1] = ring + 1;
  }

  /** Place in the canonical order of the ring of delivery, or -1. */
  int place(int n) {
    Page page = page(n);
    return page == EMPTY ? -1 : page.place[n & PAGE_SIZE - 1] - 1;
  }

  void setPlace(int n, int place) {
    pageForWrite(n).place[n & PAGE_SIZE - 1] = place + 1;
  }

  int sequence(int n) {
    return pageForWrite(n).sequence[n & PAGE_SIZE - 1];
  }

  void setSequence(int n, int sequence) {
    pageForWrite(n).sequence[n & PAGE_SIZE - 1] = sequence;
    set(n, SEQUENCE_KNOWN);
  }

  long hash(int n) {
    return pageForWrite(n).hash[n & PAGE_SIZE - 1];
  }

  void setHash(int n, long hash) {
    pageForWrite(n).hash[n & PAGE_SIZE - 1] = hash;
    set(n, HASH_KNOWN);
  }

  /** The least n above this one that is on a page in use, or -1 after the last. */
  int nextInUse(int n) {
    int next = n + 1;
    while (next >>> PAGE_BITS < pages.length) {
      if (pages[next >>> PAGE_BITS] != EMPTY) {
        return next;
      }
      next = (next >>> PAGE_BITS) + 1 << PAGE_BITS;
    }
    return -1;
  }

  /** The greatest n below this one that is on a page in use, or 0. */
  int previousInUse(int n) {
    int previous = Math.min(n - 1, (pages.length << PAGE_BITS) - 1);
    while (previous > 0 && pages[previous >>> PAGE_BITS] == EMPTY) {
      previous = (previous >>> PAGE_BITS << PAGE_BITS) - 1;
    }
    return Math.max(previous, 0);
  }

  private Page page(int n) {
    int number = n >>> PAGE_BITS;
    return number < pages.length ? pages[number] : EMPTY;
  }

  private Page pageForWrite(int n) {
    int number = n >>> PAGE_BITS;
    if (number >= pages.length) {
      int old = pages.length;
      pages = Arrays.copyOf(pages, Math.max(number + 1, old + (old >> 1)));
      Arrays.fill(pages, old, pages.length, EMPTY);
    }
    Page page = pages[number];
    if (page == EMPTY) {
      page = new Page(PAGE_SIZE);
      pages[number] = page;
    }
    return page;
  }

  private static final class Page {
    final byte[] flags;
    final int[] sendRing;
    final int[] deliveredBefore;
    final int[] deliveryRing;
    final int[] place;
    final int[] sequence;
    final long[] hash;

    Page(int size) {
      flags = new byte[size];
      sendRing = new int[size];
      deliveredBefore = new int[size];
      deliveryRing = new int[size];
      place = new int[size];
      sequence = new int[size];
      hash = new long[size];
    }
  }
}
