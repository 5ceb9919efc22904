package io.evs.cli.completion;

import io.evs.EvsMember;
import io.evs.Group;
import io.evs.NodeStatus;
import io.evs.node.handle.ControlGroups;
import io.evs.sim.scenario.Scenario;
import io.evs.sim.scenario.Scenarios;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words that completion asks the command for, since no script can know them. */
enum Asked {
  /** Names of the groups on the ring. */
  GROUPS,
  /** Ids of the members of the ring. */
  MEMBERS,
  /** Ids of the installed keys. */
  KEYS,
  /** Names of the simulator's scenarios, for which nothing has to run. */
  SCENARIOS;

  /** What others called their groups reaches a shell, if no shell could take it for more. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:@+/-]*");

  private static final int WORDS_MAX = 1000;

  /** What a value of a command is taken from, if it is of this kind. */
  static Optional<Asked> by(String command, String option, String label) {
    if (option.equals("--scenario")) {
      return Optional.of(SCENARIOS);
    }
    if (command.startsWith("evs group ") && label.startsWith("NAME")) {
      return Optional.of(GROUPS);
    }
    boolean installed = command.equals("evs key use") || command.equals("evs key retire");
    return installed && label.equals("ID") ? Optional.of(KEYS) : Optional.empty();
  }

  /** As scripts ask for it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is asked for by that word, of a node that is looked for if it is needed. */
  static List<String> words(String word, Function<Asked, Optional<EvsMember>> finder) {
    for (Asked each : values()) {
      if (each.word().equals(word)) {
        return each == SCENARIOS
            ? Scenarios.all().stream().map(Scenario::name).toList()
            : each.ofNode(finder.apply(each));
      }
    }
    return List.of();
  }

  private List<String> ofNode(Optional<EvsMember> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    try (EvsMember node = found.get()) {
      return words(node).filter(each -> HARMLESS.matcher(each).matches()).limit(WORDS_MAX).toList();
    }
  }

  private Stream<String> words(EvsMember node) {
    return switch (this) {
      case GROUPS -> node.groups().keySet().stream().filter(Asked::isShown).map(Group::name);
      case MEMBERS -> node.status().members().stream().map(each -> each.id().toString());
      case KEYS -> node.status().security().installed().stream().map(NodeStatus.Key::id);
      case SCENARIOS -> Stream.empty();
    };
  }

  private static boolean isShown(Group group) {
    return !ControlGroups.isHidden(group);
  }
}
