package io.evs.history;

import io.evs.NodeId;
import io.evs.flight.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A change of members in words. */
public final class ChangeText {
  /** So many ids are named; a ring has 384 members at most. */
  private static final int NAMED_MAX = 16;

  private ChangeText() {}

  /**
   * From what to what, who came and went, and why.
   *
   * @param before members of the ring before; empty if there was none
   * @param back whether some of those that joined were lost before, and had not ended
   */
  public static String of(
      List<NodeId> before,
      List<NodeId> after,
      List<NodeId> joined,
      List<NodeEvent.Left> left,
      Cause cause,
      boolean back) {
    if (before.isEmpty()) {
      return after.size() == 1 ? "started, and is alone" : "started, in a ring of " + ids(after);
    }
    List<String> what = new ArrayList<>();
    List<NodeId> leavers = ids(left, true);
    List<NodeId> lost = new ArrayList<>(ids(left, false));
    List<NodeId> came = new ArrayList<>(joined);
    List<NodeId> restarted = back ? List.of() : lost.stream().filter(joined::contains).toList();
    lost.removeAll(restarted);
    came.removeAll(restarted);
    if (!leavers.isEmpty()) {
      what.add(ids(leavers) + " left on purpose");
    }
    if (!lost.isEmpty()) {
      what.add("lost " + ids(lost) + ", " + why(cause, lost.size() > 1));
    }
    if (!restarted.isEmpty()) {
      what.add(ids(restarted) + " ended without a word and started again");
    }
    if (!came.isEmpty()) {
      boolean one = came.size() == 1;
      what.add(
          ids(came)
              + (back
                  ? (one ? " is" : " are") + " back, which had been cut off or paused"
                  : " joined"));
    }
    if (what.isEmpty()) {
      what.add(
          cause == Cause.PAUSE
              ? "the ring was formed again, since this process did not run"
              : "the ring was formed again, and nobody is missing");
    }
    return "members " + ids(before) + " -> " + ids(after) + ": " + String.join("; ", what);
  }

  private static String why(Cause cause, boolean several) {
    return switch (cause) {
      case PAUSE -> "for this process did not run";
      case KEY -> "which " + (several ? "use" : "uses") + " another key";
      case DUPLICATE_ID -> "whose node id another node has";
      case LOSS -> "for this node gets the token but not the messages";
      case LINK ->
          several ? "together: they are cut off" : "which is heard, and does not hear the others";
      default -> "which fell silent: crashed, paused or cut off";
    };
  }

  private static List<NodeId> ids(List<NodeEvent.Left> left, boolean onPurpose) {
    return left.stream()
        .filter(each -> each.reason().equals("left") == onPurpose)
        .map(NodeEvent.Left::id)
        .toList();
  }

  private static String ids(List<NodeId> ids) {
    String named =
        ids.stream().limit(NAMED_MAX).map(NodeId::toString).collect(Collectors.joining(" "));
    return ids.size() > NAMED_MAX ? named + " … (" + ids.size() + ")" : named;
  }
}
