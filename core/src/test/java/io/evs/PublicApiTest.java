package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The house, 8.1: what users may use is what the Javadoc jar shows, which core/pom.xml lists. All
 * else is internal, whether it is public or not, and nothing that is shown needs it.
 */
class PublicApiTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern LISTED = Pattern.compile("<include>(io/evs/[^<]*)</include>");
  private static final Pattern OURS = Pattern.compile("io\\.evs(?:\\.\\w+)+");

  private static List<Class<?>> shown() throws IOException {
    List<Class<?>> found = new ArrayList<>();
    Matcher listed = LISTED.matcher(Files.readString(Path.of("pom.xml")));
    while (listed.find()) {
      var pattern = FileSystems.getDefault().getPathMatcher("glob:" + listed.group(1));
      try (Stream<Path> files = Files.walk(SOURCES)) {
        files
            .map(SOURCES::relativize)
            .filter(pattern::matches)
            .map(file -> file.toString().replace(".java", "").replace('/', '.'))
            .filter(name -> !name.endsWith("package-info"))
            .forEach(name -> found.addAll(withNested(name)));
      }
    }
    return found;
  }

  private static List<Class<?>> withNested(String name) {
    try {
      Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
      List<Class<?>> all = new ArrayList<>(List.of(type));
      all.addAll(Arrays.asList(type.getDeclaredClasses()));
      all.removeIf(each -> !Modifier.isPublic(each.getModifiers()));
      return all;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsShownNeedsNothingThatIsNot() throws IOException {
    Set<String> shown = new TreeSet<>();
    shown().forEach(each -> shown.add(each.getCanonicalName()));
    Set<String> problems = new TreeSet<>();
    for (Class<?> type : shown()) {
      for (Member member : members(type)) {
        if (!shown.containsAll(used(member)) && !isHidden(type, member)) {
          problems.add(member + " needs " + used(member));
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(shown).contains("io.evs.Evs", "io.evs.node.EvsNode", "io.evs.ipc.EvsClient");
  }

  /** Of what a comment says, javac's doclint sees to it that it is well formed. */
  @Test
  void whatIsShownHasComments() throws IOException {
    Set<Path> files = new TreeSet<>();
    shown().forEach(each -> files.add(source(each)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      Uncommented uncommented = new Uncommented(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        uncommented.scan(new TreePath(unit), null);
      }
      assertThat(uncommented.found).isEmpty();
      assertThat(uncommented.seen).isGreaterThan(files.size());
    }
  }

  /** Finds public declarations, and those of public interfaces and enums, without a comment. */
  private static final class Uncommented extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final List<String> found = new ArrayList<>();
    private int seen;

    Uncommented(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      return check(type.getModifiers(), type.getSimpleName()) ? super.visitClass(type, null) : null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      check(method.getModifiers(), method.getName());
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      check(field.getModifiers(), field.getName());
      return null;
    }

    /** Whether it is shown. */
    private boolean check(ModifiersTree modifiers, Name name) {
      Tree outer = getCurrentPath().getParentPath().getLeaf();
      Set<javax.lang.model.element.Modifier> flags = modifiers.getFlags();
      boolean implied =
          outer.getKind() == Tree.Kind.INTERFACE
              && !flags.contains(javax.lang.model.element.Modifier.PRIVATE);
      if (!implied && !flags.contains(javax.lang.model.element.Modifier.PUBLIC)) {
        return false;
      }
      seen++;
      boolean overrides =
          modifiers.getAnnotations().stream()
              .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
      if (!overrides && trees.getDocComment(getCurrentPath()) == null) {
        found.add(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name);
      }
      return true;
    }
  }

  /** A checker of nulls believes only what is marked. */
  @Test
  void whatIsShownSaysWhatMayBeNull() throws Exception {
    for (Class<?> type : shown()) {
      assertThat(
              type.getPackage().isAnnotationPresent(NullMarked.class)
                  || type.getNestHost().isAnnotationPresent(NullMarked.class))
          .as(type.getName())
          .isTrue();
    }
    Method onReadable = Evs.class.getMethod("onReadable", Runnable.class);
    assertThat(onReadable.getAnnotatedParameterTypes()[0].isAnnotationPresent(Nullable.class))
        .isTrue();
  }

  private static List<Member> members(Class<?> type) {
    List<Member> all = new ArrayList<>(Arrays.asList(type.getDeclaredConstructors()));
    all.addAll(Arrays.asList(type.getDeclaredMethods()));
    all.addAll(Arrays.asList(type.getDeclaredFields()));
    all.removeIf(each -> !Modifier.isPublic(each.getModifiers()) || each.isSynthetic());
    return all;
  }

  /** Our types that a member names. */
  private static Set<String> used(Member member) {
    List<Type> types = new ArrayList<>();
    if (member instanceof Field field) {
      types.add(field.getGenericType());
    } else if (member instanceof Executable called) {
      types.addAll(Arrays.asList(called.getGenericParameterTypes()));
      types.addAll(Arrays.asList(called.getGenericExceptionTypes()));
    }
    if (member instanceof Method method) {
      types.add(method.getGenericReturnType());
    }
    Set<String> names = new TreeSet<>();
    for (Type type : types) {
      OURS.matcher(type.getTypeName().replace('$', '.'))
          .results()
          .forEach(m -> names.add(m.group()));
    }
    return names;
  }

  private static Path source(Class<?> type) {
    return SOURCES.resolve(type.getNestHost().getName().replace('.', '/') + ".java");
  }

  /** Javadoc leaves out what is tagged so. */
  private static boolean isHidden(Class<?> type, Member member) throws IOException {
    String source = Files.readString(source(type));
    Pattern hidden =
        Pattern.compile(
            "@hidden(?:(?!\\*/)[\\s\\S])*\\*/\\s*public [^;{=]*?\\b"
                + member.getName()
                + "\\s*\\(");
    return hidden.matcher(source).find();
  }
}
