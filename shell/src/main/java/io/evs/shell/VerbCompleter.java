package io.evs.shell;

import io.evs.EvsException;
import io.evs.Group;
import io.evs.text.PlainText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes verbs, options, groups, members and counters from the verb table and the ring. */
final class VerbCompleter implements Completer {
  private final ShellSession session;

  VerbCompleter(ShellSession session) {
    this.session = session;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      for (Verb verb : VerbTable.ALL) {
        candidates.add(candidate(verb.name(), verb.summary(), /* complete= */ true));
      }
      return;
    }
    Optional<Verb> verb = VerbTable.find(line.words().get(0));
    if (verb.isEmpty()) {
      return;
    }
    try {
      arguments(verb.get(), line, candidates);
    } catch (EvsException | ShellException notNow) {
      // Completion is a convenience: a ring that does not answer has nothing to offer.
      candidates.clear();
    }
  }

  private void arguments(Verb verb, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words().subList(1, line.wordIndex());
    int operands = 0;
    Optional<Verb.VerbOption> waiting = Optional.empty();
    for (String word : words) {
      if (waiting.isPresent()) {
        waiting = Optional.empty();
      } else if (operands == 0 && verb.option(word).isPresent()) {
        waiting = verb.option(word).filter(option -> !option.value().isEmpty());
      } else {
        operands++;
      }
    }
    if (waiting.isPresent()) {
      offer(waiting.get().completes(), line.word(), candidates);
      return;
    }
    if (operands == 0) {
      for (Verb.VerbOption option : verb.options()) {
        if (!words.contains(option.name())) {
          candidates.add(candidate(option.name(), option.help(), /* complete= */ true));
        }
      }
    }
    List<Verb.Completes> kinds = verb.completes();
    if (!kinds.isEmpty()) {
      offer(kinds.get(Math.min(operands, kinds.size() - 1)), line.word(), candidates);
    }
  }

  private void offer(Verb.Completes kind, String word, List<Candidate> candidates) {
    switch (kind) {
      case NOTHING -> {}
      case VERBS -> names(VerbTable.ALL.stream().map(Verb::name).toList(), candidates);
      case GROUPS -> names(groupNames(), candidates);
      case JOINED_GROUPS -> names(session.joined().stream().map(Group::name).toList(), candidates);
      case GROUP_LIST -> groupList(word, candidates);
      case MEMBERS ->
          names(
              session.handle().membership().stream()
                  .flatMap(now -> now.members().stream())
                  .map(String::valueOf)
                  .toList(),
              candidates);
      case COUNTERS -> names(session.status().counters().keySet(), candidates);
      case GUARANTEES -> names(List.of("agreed", "safe"), candidates);
    }
  }

  /** Behind a comma the next group begins. */
  private void groupList(String word, List<Candidate> candidates) {
    String before = word.substring(0, word.lastIndexOf(',') + 1);
    names(groupNames().stream().map(name -> before + name).toList(), candidates);
  }

  private Collection<String> groupNames() {
    TreeSet<String> names = new TreeSet<>();
    session.groups().keySet().forEach(group -> names.add(group.name()));
    session.joined().forEach(group -> names.add(group.name()));
    return names;
  }

  private static void names(Collection<String> names, List<Candidate> candidates) {
    names.stream()
        .filter(VerbCompleter::isPlain)
        .forEach(name -> candidates.add(candidate(name, "", /* complete= */ true)));
  }

  /** A name that has to be cleaned could not be typed as it is shown. */
  private static boolean isPlain(String name) {
    return name.codePoints().allMatch(PlainText::isPlain);
  }

  private static Candidate candidate(String value, String help, boolean complete) {
    return new Candidate(value, value, null, help.isEmpty() ? null : help, null, null, complete);
  }
}
