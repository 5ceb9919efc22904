package io.evs.cli.status;

import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.Hostile;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.node.status.StatusJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SEC-M1: {@code evs status} and {@code evs members} of nodes that tell hostile text. */
class HostileStatusTest {
  private static final NodeStatus STATUS = Hostile.record(NodeStatus.class);

  private static RingStatus answers(NodeStatus status) {
    return new RingStatus(List.of(status.nodeId()), Map.of(status.nodeId(), status), Set.of());
  }

  private static String printed(boolean color, NodeStatus status) {
    StatusText text = new StatusText(color);
    List<String> lines = new ArrayList<>(text.node(status));
    lines.addAll(text.ringMembers(status));
    lines.addAll(text.counters(status));
    lines.addAll(text.all(answers(status), status));
    return Hostile.printed(out -> lines.forEach(line -> Text.printStyled(out, line)));
  }

  @Test
  void textActsOnNoTerminal() {
    String plain = printed(false, STATUS);
    Hostile.assertSafe(printed(true, STATUS), plain);
    Hostile.assertSameLines(plain, printed(false, Hostile.harmless(NodeStatus.class)));
  }

  @Test
  void documentsActOnNoTerminal() {
    Hostile.assertSafeJson(
        Hostile.printed(
            out -> {
              Json.println(out, StatusJson.write(STATUS));
              Json.println(out, StatusJson.writeAll(answers(STATUS)));
              Json.println(out, RingMembersCommand.document(STATUS, Optional.of(answers(STATUS))));
            }));
  }
}
