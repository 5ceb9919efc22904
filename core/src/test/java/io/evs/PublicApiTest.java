package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** Javadoc leaves out what is tagged so. */
  private static boolean isHidden(Class<?> type, Member member) throws IOException {
    Class<?> outer = type.getNestHost();
    String source = Files.readString(SOURCES.resolve(outer.getName().replace('.', '/') + ".java"));
    Pattern hidden =
        Pattern.compile(
            "@hidden(?:(?!\\*/)[\\s\\S])*\\*/\\s*public [^;{=]*?\\b"
                + member.getName()
                + "\\s*\\(");
    return hidden.matcher(source).find();
  }
}
