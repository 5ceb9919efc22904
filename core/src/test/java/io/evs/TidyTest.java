package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Rules of style that a formatter does not know, over the sources of all modules. */
class TidyTest {
  private static final int FILE_LINES_MAX = 600;
  private static final int METHOD_LINES_MAX = 70;

  /** Put together, so that this file is clean too. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final List<String> NOT_IN_TESTS =
      List.of("Thread." + "sleep", "@" + "Disabled", "TimeUnit.SECONDS." + "sleep");

  @Test
  void filesAreShortCleanAndFinished() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : SourceTree.all()) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > FILE_LINES_MAX) {
        problems.add(file + ": " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        checkLine(file, i + 1, lines.get(i), problems);
      }
    }
    assertThat(problems).isEmpty();
  }

  private static void checkLine(Path file, int number, String line, List<String> problems) {
    String where = file + ":" + number + ": ";
    if (line.indexOf('\t') >= 0) {
      problems.add(where + "tab");
    }
    Matcher unfinished = UNFINISHED.matcher(line);
    while (unfinished.find()) {
      problems.add(where + unfinished.group());
    }
    if (file.toString().contains("/src/test/")) {
      NOT_IN_TESTS.stream().filter(line::contains).forEach(word -> problems.add(where + word));
    }
  }

  @Test
  void methodsFitAScreen() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> problems = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  null,
                  null,
                  files.getJavaFileObjectsFromPaths(SourceTree.all()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, problems).scan(unit, null);
      }
    }
    assertThat(problems).isEmpty();
  }

  /** Reports methods that are too long. */
  private static final class MethodLengths extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> problems;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
      this.unit = unit;
      this.positions = positions;
      this.problems = problems;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long from = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long to = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      if (to - from + 1 > METHOD_LINES_MAX) {
        String name = unit.getSourceFile().getName() + ": " + method.getName();
        problems.add(name + " has " + (to - from + 1) + " lines");
      }
      return super.visitMethod(method, unused);
    }
  }
}
