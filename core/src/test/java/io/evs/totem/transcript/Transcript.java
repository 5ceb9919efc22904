package io.evs.totem.transcript;

import io.evs.totem.wire.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A transcript: comments ({@code #}), commands ({@code >}), and below each command what happened.
 *
 * <pre>
 * &gt; start 1 2 3                      &gt; until installed 1 2 3
 * &gt; send 1 agreed TEXT               &gt; until delivered TEXT 1 2 3
 * &gt; crash 3   &gt; leave 2              &gt; partition 1 2 | 3   &gt; heal
 * &gt; lose token from 1 to 2 times 3   &gt; run 10 ms
 * </pre>
 */
final class Transcript {
  private static final Map<String, Integer> TYPES =
      Map.of(
          "token", Header.ORF_TOKEN,
          "mcast", Header.MCAST,
          "merge_detect", Header.MERGE_DETECT,
          "join", Header.JOIN,
          "commit_token", Header.COMMIT_TOKEN,
          "hold_cancel", Header.HOLD_CANCEL);

  private final TranscriptRing ring = new TranscriptRing();

  /** Runs the commands of a transcript; returns it with what happened now. */
  static String replay(String transcript) {
    Transcript run = new Transcript();
    StringBuilder out = new StringBuilder();
    for (String line : transcript.lines().toList()) {
      if (line.startsWith(">")) {
        out.append(line).append('\n');
        run.command(line.substring(1).strip());
        out.append(run.ring.takeLines());
      } else if (line.startsWith("#") || line.isEmpty()) {
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  private void command(String command) {
    List<String> words = List.of(command.split(" +"));
    switch (words.get(0)) {
      case "start" -> numbers(words, 1).forEach(ring::start);
      case "crash" -> numbers(words, 1).forEach(ring::crash);
      case "leave" -> numbers(words, 1).forEach(ring::leave);
      case "send" ->
          ring.send(Integer.parseInt(words.get(1)), words.get(2).equals("safe"), words.get(3));
      case "partition" -> partition(command.substring("partition".length()));
      case "heal" -> ring.heal();
      case "lose" -> lose(words);
      case "run" -> ring.run(Long.parseLong(words.get(1)) * TranscriptRing.MS);
      case "until" -> until(words);
      default -> throw new IllegalArgumentException("not a command: " + command);
    }
  }

  private void partition(String sides) {
    List<List<Integer>> parsed = new ArrayList<>();
    for (String one : sides.split("\\|")) {
      parsed.add(numbers(List.of(one.strip().split(" +")), 0));
    }
    ring.partition(parsed);
  }

  private void lose(List<String> words) {
    Integer type = TYPES.get(words.get(1).toLowerCase(Locale.ROOT));
    ring.lose(type, after(words, "from", 0), after(words, "to", 0), after(words, "times", 1));
  }

  private static int after(List<String> words, String name, int otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
  }

  private void until(List<String> words) {
    boolean installed = words.get(1).equals("installed");
    int[] members =
        numbers(words, installed ? 2 : 3).stream().mapToInt(Integer::intValue).toArray();
    if (installed) {
      ring.untilInstalled(members);
    } else {
      ring.untilDelivered(words.get(2), members);
    }
  }

  private static List<Integer> numbers(List<String> words, int from) {
    return Arrays.stream(words.toArray(String[]::new)).skip(from).map(Integer::valueOf).toList();
  }
}
