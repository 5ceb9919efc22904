package io.evs.node.status;

import io.evs.NodeStatus;
import io.evs.totem.Totem;
import java.util.Arrays;

/** What the token said last, for a status. */
public final class TokenFigures {
  /** Missing numbers shown in a status. */
  private static final int MISSING_MAX = 64;

  private TokenFigures() {}

  /** Loop thread. */
  public static NodeStatus.Token of(Totem totem) {
    return new NodeStatus.Token(
        Integer.toUnsignedLong(totem.highSeq()),
        Integer.toUnsignedLong(totem.aru()),
        totem.isHoldingToken(),
        Arrays.stream(totem.missing(MISSING_MAX)).mapToObj(Integer::toUnsignedLong).toList());
  }
}
