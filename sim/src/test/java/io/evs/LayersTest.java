package io.evs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packages depend downwards only, and what must be deterministic imports nothing that is not. */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.evs");

  /** From the bottom up: a package may use those before it. */
  private static final List<String> STACK =
      List.of(
          "io.evs.text",
          "io.evs",
          "io.evs.trace",
          "io.evs.flight",
          "io.evs.why",
          "io.evs.totem.wire",
          "io.evs.totem.part",
          "io.evs.totem",
          "io.evs.pack",
          "io.evs.quorum",
          "io.evs.lock.table",
          "io.evs.barrier.table",
          "io.evs.state.replica",
          "io.evs.group",
          "io.evs.service",
          "io.evs.lock.desk",
          "io.evs.lock",
          "io.evs.security.key",
          "io.evs.security",
          "io.evs.transport.address",
          "io.evs.transport",
          "io.evs.node.flow",
          "io.evs.history",
          "io.evs.node.process",
          "io.evs.node.handle",
          "io.evs.node.address",
          "io.evs.node.status",
          "io.evs.node.record",
          "io.evs.node.query",
          "io.evs.node",
          "io.evs.doctor",
          "io.evs.metrics",
          "io.evs.ipc.frame",
          "io.evs.ipc.socket",
          "io.evs.ipc.lock",
          "io.evs.ipc",
          "io.evs.leader",
          "io.evs.barrier",
          "io.evs.state",
          "io.evs.counter");

  /** Beside the stack, with the packages in them: what these may use. */
  private static final Map<String, Set<String>> BESIDE =
      Map.of(
          "io.evs.verify",
          Set.of("io.evs", "io.evs.text", "io.evs.trace"),
          "io.evs.sim",
          Set.of(
              "io.evs",
              "io.evs.text",
              "io.evs.trace",
              "io.evs.flight",
              "io.evs.why",
              "io.evs.totem.wire",
              "io.evs.totem.part",
              "io.evs.totem",
              "io.evs.pack",
              "io.evs.lock.table",
              "io.evs.barrier.table",
              "io.evs.state.replica",
              "io.evs.group",
              "io.evs.security",
              "io.evs.security.key",
              "io.evs.verify",
              "io.evs.verify.report"));

  private static final String[] DETERMINISTIC = {
    "io.evs.flight",
    "io.evs.why",
    "io.evs.totem.part",
    "io.evs.totem",
    "io.evs.totem.wire",
    "io.evs.pack",
    "io.evs.quorum",
    "io.evs.lock.table",
    "io.evs.barrier.table",
    "io.evs.state.replica",
    "io.evs.group",
    "io.evs.sim..",
    "io.evs.verify.."
  };

  private static final String[] WITHOUT_FILES = {
    "io.evs.flight",
    "io.evs.why",
    "io.evs.totem.part",
    "io.evs.totem",
    "io.evs.totem.wire",
    "io.evs.pack",
    "io.evs.group"
  };

  @Test
  void packagesOfTheStackUseOnlyThoseBelow() {
    for (int i = 0; i < STACK.size(); i++) {
      List<String> above = new ArrayList<>(STACK.subList(i + 1, STACK.size()));
      BESIDE.keySet().forEach(name -> above.add(name + ".."));
      check(
          noClasses()
              .that()
              .resideInAPackage(STACK.get(i))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above.toArray(String[]::new)));
    }
  }

  @Test
  void simulatorAndCheckerUseOnlyWhatTheyAreBuiltOn() {
    BESIDE.forEach(
        (name, allowed) ->
            check(
                noClasses()
                    .that()
                    .resideInAPackage(name + "..")
                    .should()
                    .dependOnClassesThat(otherPackageOfOursThan(name, allowed))));
  }

  private static DescribedPredicate<JavaClass> otherPackageOfOursThan(
      String name, Set<String> allowed) {
    return DescribedPredicate.describe(
        "are of io.evs but not of " + name + " or " + allowed,
        used ->
            used.getPackageName().startsWith("io.evs")
                && !isWithin(name, used)
                && allowed.stream().noneMatch(each -> each.equals(used.getPackageName())));
  }

  private static boolean isWithin(String name, JavaClass used) {
    return used.getPackageName().equals(name) || used.getPackageName().startsWith(name + ".");
  }

  @Test
  void noCyclesBetweenPackages() {
    check(slices().matching("io.evs.(**)").should().beFreeOfCycles());
  }

  @Test
  void deterministicPackagesReadNoClockAndNoChance() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                java.time.Clock.class,
                java.util.Random.class,
                java.util.SplittableRandom.class,
                java.security.SecureRandom.class));
  }

  @Test
  void deterministicPackagesHaveNoThreadsSocketsLogsOrNetty() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..",
                "java.nio.channels..",
                "java.util.concurrent..",
                "java.util.logging..",
                "org.slf4j..",
                "io.netty..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, ThreadLocal.class, java.util.Timer.class));
  }

  @Test
  void engineTouchesNoFiles() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(WITHOUT_FILES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                java.io.File.class,
                java.io.FileInputStream.class,
                java.io.FileOutputStream.class,
                java.io.FileReader.class,
                java.io.FileWriter.class,
                java.io.RandomAccessFile.class));
  }

  /** Packages that do not exist yet are no violation. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
