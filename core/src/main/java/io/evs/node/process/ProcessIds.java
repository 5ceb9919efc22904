package io.evs.node.process;

import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.group.Member;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Process ids of handles: the operating system's in the lower 22 bits, and a number in the upper
 * ten, 0 for a process's first handle. A number used long ago is taken rather than one whose handle
 * was just closed, so that the two are not mixed up. Any thread.
 *
 * <p>The two highest numbers are never given to applications: whoever receives a message sees by
 * its sender that it is of a node's own agent, or of somebody who administers that node. The
 * sender's node vouches for it, as it does for the process id itself.
 */
public final class ProcessIds {
  /** Processes whose next number is remembered; the one not asked for longest is forgotten. */
  static final int PROCESSES_KEPT = 4096;

  private static final int PROCESS_ID_BITS = 22;
  private static final long PROCESS_ID_MASK = (1L << PROCESS_ID_BITS) - 1;
  private static final int AGENT_NUMBER = (int) (Member.AGENTS_FROM >>> PROCESS_ID_BITS);
  private static final int OPERATOR_NUMBER = AGENT_NUMBER - 1;

  /** Handles of applications that are open at a time. */
  static final int HANDLES_MAX = OPERATOR_NUMBER;

  /** Handles of those who administer that are open at a time; applications do not use them up. */
  static final int OPERATORS_MAX = 32;

  private final Set<Long> open = new HashSet<>();
  private int applications;
  private int operators;
  private long nextReserved;
  private final LinkedHashMap<Long, Integer> next =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > PROCESSES_KEPT;
        }
      };

  /** Whether a sender is an agent of its node, which no client and no application can be. */
  public static boolean isAgent(GroupMember sender) {
    return number(sender.processId()) == AGENT_NUMBER;
  }

  /** Whether a sender administers its node, by what that node found out. */
  public static boolean isOperator(GroupMember sender) {
    return number(sender.processId()) == OPERATOR_NUMBER;
  }

  private static int number(long processId) {
    return (int) (processId >>> PROCESS_ID_BITS);
  }

  /**
   * An id for a handle of an application, which no open handle has.
   *
   * @param pid the operating system's id of the process
   * @throws EvsException NO_RESOURCES with 1022 handles open
   */
  public synchronized long take(long pid) {
    require(applications < HANDLES_MAX, HANDLES_MAX + " handles are open; close some");
    long lower = pid & PROCESS_ID_MASK;
    int number = next.getOrDefault(lower, 0);
    long id = id(lower, number);
    while (!open.add(id)) {
      number = (number + 1) % HANDLES_MAX;
      id = id(lower, number);
    }
    next.put(lower, (number + 1) % HANDLES_MAX);
    applications++;
    return id;
  }

  /** An id for an agent of the node itself. */
  public synchronized long takeForAgent(long pid) {
    return reserved(pid, AGENT_NUMBER);
  }

  /**
   * An id for a handle of somebody who administers the node.
   *
   * @throws EvsException NO_RESOURCES with 32 of them open
   */
  public synchronized long takeForOperator(long pid) {
    require(
        operators < OPERATORS_MAX,
        OPERATORS_MAX + " handles that administer are open; close some, or try again");
    operators++;
    return reserved(pid, OPERATOR_NUMBER);
  }

  /** Each is another than the last ones, also where a process opens one after the other. */
  private long reserved(long pid, int number) {
    long id;
    do {
      id = id((pid + nextReserved++) & PROCESS_ID_MASK, number);
    } while (!open.add(id));
    return id;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new EvsException(EvsException.Code.NO_RESOURCES, message);
    }
  }

  private static long id(long lower, int number) {
    return lower | ((long) number << PROCESS_ID_BITS);
  }

  public synchronized void release(long processId) {
    if (!open.remove(processId)) {
      return;
    }
    if (number(processId) < HANDLES_MAX) {
      applications--;
    } else if (number(processId) == OPERATOR_NUMBER) {
      operators--;
    }
  }
}
