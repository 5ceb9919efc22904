package io.evs.shell;

import io.evs.shell.Verb.Completes;
import io.evs.shell.Verb.VerbOption;
import java.util.List;
import java.util.Optional;
import org.jline.utils.Levenshtein;

/** All verbs: the only place that says what they are called and take. */
final class VerbTable {
  private static final int ANY = Integer.MAX_VALUE;
  private static final int LIKE_MAX = 2;

  static final List<Verb> ALL =
      List.of(
          new Verb(
              "join",
              "GROUP...",
              "join groups and show their messages and changes",
              List.of("Example: join chat news"),
              List.of(),
              List.of(Completes.GROUPS),
              1,
              ANY,
              GroupVerbs::join),
          new Verb(
              "leave",
              "GROUP...",
              "leave groups",
              List.of("Example: leave news"),
              List.of(),
              List.of(Completes.JOINED_GROUPS),
              1,
              ANY,
              GroupVerbs::leave),
          new Verb(
              "send",
              "GROUP[,...] TEXT...",
              "send a message; returns when it is delivered here",
              List.of(
                  "The groups need not be joined. Agreed delivery is total order; safe delivery",
                  "also waits until every member of the ring has the message. Says how many other",
                  "handles were in the groups at the message's place in the order.",
                  "Example: send chat good morning",
                  "Example: send --guarantee safe chat,news 'the price is 5'"),
              List.of(
                  new VerbOption(
                      "--guarantee", "G", Completes.GUARANTEES, "agreed (default) or safe")),
              List.of(Completes.GROUP_LIST, Completes.NOTHING),
              2,
              ANY,
              GroupVerbs::send),
          new Verb(
              "groups",
              "",
              "the groups of the ring, and how many are in each",
              List.of("A star marks those that this shell has joined."),
              List.of(),
              List.of(),
              0,
              0,
              GroupVerbs::groups),
          new Verb(
              "members",
              "[GROUP]",
              "who is in the ring, or in a group",
              List.of("Example: members chat"),
              List.of(),
              List.of(Completes.GROUPS, Completes.NOTHING),
              0,
              1,
              GroupVerbs::members),
          new Verb(
              "ring",
              "",
              "the ring: its id, state, token and key",
              List.of(),
              List.of(),
              List.of(),
              0,
              0,
              RingVerbs::ring),
          new Verb(
              "status",
              "",
              "the same as ring, by the name of the command",
              List.of(),
              List.of(),
              List.of(),
              0,
              0,
              RingVerbs::ring),
          new Verb(
              "key",
              "",
              "the key in use, and those that are installed",
              List.of("evs key changes them."),
              List.of(),
              List.of(),
              0,
              0,
              RingVerbs::key),
          new Verb(
              "stats",
              "[PART]",
              "counters that are not 0",
              List.of(
                  "PART shows only those with that in their names.",
                  "Example: stats retrans",
                  "Example: stats --node 2 token"),
              List.of(
                  new VerbOption(
                      "--node",
                      "ID",
                      Completes.MEMBERS,
                      "those of another member, which must be an evs node")),
              List.of(Completes.COUNTERS, Completes.NOTHING),
              0,
              1,
              RingVerbs::stats),
          new Verb(
              "watch",
              "",
              "a line of rates again and again, until Ctrl-C",
              List.of("Example: watch --every 500ms --count 20"),
              List.of(
                  VerbOption.value("--every", "D", "time between lines (1s)"),
                  VerbOption.value("--count", "N", "end after N lines; a script must say")),
              List.of(),
              0,
              0,
              MeasureVerbs::watch),
          new Verb(
              "bench",
              "",
              "send a burst to this shell and measure it",
              List.of("Example: bench --size 1300 --count 50000"),
              List.of(
                  VerbOption.value("--size", "BYTES", "payload of each (100)"),
                  VerbOption.value("--count", "N", "how many (10000)"),
                  VerbOption.flag("--safe", "with safe delivery")),
              List.of(),
              0,
              0,
              MeasureVerbs::bench),
          new Verb(
              "history",
              "[N]",
              "the last lines that were typed (20)",
              List.of("At a terminal only."),
              List.of(),
              List.of(),
              0,
              1,
              ScreenVerbs::history),
          new Verb(
              "clear",
              "",
              "clear the screen",
              List.of("At a terminal only."),
              List.of(),
              List.of(),
              0,
              0,
              ScreenVerbs::clear),
          new Verb(
              "help",
              "[VERB]",
              "the verbs, or one of them",
              List.of(),
              List.of(),
              List.of(Completes.VERBS, Completes.NOTHING),
              0,
              1,
              HelpText::run),
          new Verb(
              "exit",
              "",
              "leave the groups and end",
              List.of("At the prompt Ctrl-D does the same."),
              List.of(),
              List.of(),
              0,
              0,
              (session, arguments) -> session.end()),
          new Verb(
              "quit",
              "",
              "the same as exit",
              List.of(),
              List.of(),
              List.of(),
              0,
              0,
              (session, arguments) -> session.end()));

  private VerbTable() {}

  static Optional<Verb> find(String name) {
    return ALL.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  /** The verb of that name. */
  static Verb get(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  private static ShellException unknown(String name) {
    String best = "";
    int distance = LIKE_MAX + 1;
    for (Verb verb : ALL) {
      int now = Levenshtein.distance(name, verb.name());
      if (now < distance) {
        best = verb.name();
        distance = now;
      }
    }
    String hint = best.isEmpty() ? "see help" : "did you mean " + best + "?";
    return ShellException.usage("\"" + name + "\" is not a verb; " + hint);
  }
}
