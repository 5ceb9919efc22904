package io.evs.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tables of all senders, found by process and incarnation or by a message's handle. */
final class Messages {
  /** Above this n a message number is taken for nonsense (property W). */
  static final long HIGHEST_NUMBER = Integer.MAX_VALUE - 1;

  private final List<MessageTable> tables = new ArrayList<>();
  private int[] slots = new int[64];
  private MessageTable[] byIndex = new MessageTable[16];

  /** The table of a sender's incarnation, made if there is none. */
  MessageTable table(int process, long incarnation) {
    int at = find(process, incarnation);
    if (slots[at] != 0) {
      return byIndex[slots[at] - 1];
    }
    MessageTable table = new MessageTable(process, incarnation, tables.size());
    if (tables.size() == byIndex.length) {
      byIndex = Arrays.copyOf(byIndex, byIndex.length * 2);
    }
    byIndex[tables.size()] = table;
    tables.add(table);
    slots[at] = tables.size();
    if (tables.size() * 2 > slots.length) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < tables.size(); i++) {
        slots[find(tables.get(i).process, tables.get(i).incarnation)] = i + 1;
      }
    }
    return table;
  }

  List<MessageTable> all() {
    return tables;
  }

  MessageTable tableOf(long handle) {
    return byIndex[MessageTable.tableOf(handle)];
  }

  int sender(long handle) {
    return tableOf(handle).process;
  }

  int place(long handle) {
    return tableOf(handle).place(MessageTable.numberOf(handle));
  }

  void setPlace(long handle, int place) {
    tableOf(handle).setPlace(MessageTable.numberOf(handle), place);
  }

  boolean isSafe(long handle) {
    return tableOf(handle).has(MessageTable.numberOf(handle), MessageTable.SAFE);
  }

  boolean hasSequence(long handle) {
    return tableOf(handle).has(MessageTable.numberOf(handle), MessageTable.SEQUENCE_KNOWN);
  }

  int sequence(long handle) {
    return tableOf(handle).sequence(MessageTable.numberOf(handle));
  }

  /** True if both sequences are known and the first is before the second (serial arithmetic). */
  boolean sequencedBefore(long first, long second) {
    return hasSequence(first) && hasSequence(second) && sequence(first) - sequence(second) < 0;
  }

  /** A message in a sentence. */
  String name(long handle) {
    MessageTable table = tableOf(handle);
    return "message "
        + MessageTable.numberOf(handle)
        + " of process "
        + Integer.toUnsignedString(table.process)
        + (table.incarnation == 1 ? "" : " (incarnation " + table.incarnation + ")");
  }

  /** A message in an excerpt: sender.incarnation.n. */
  String brief(long handle) {
    MessageTable table = tableOf(handle);
    return Integer.toUnsignedString(table.process)
        + "."
        + table.incarnation
        + "."
        + MessageTable.numberOf(handle);
  }

  private int find(int process, long incarnation) {
    long mixed = (incarnation * 31 + process) * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 40) & slots.length - 1;
    while (slots[at] != 0) {
      MessageTable table = byIndex[slots[at] - 1];
      if (table.process == process && table.incarnation == incarnation) {
        return at;
      }
      at = at + 1 & slots.length - 1;
    }
    return at;
  }
}
