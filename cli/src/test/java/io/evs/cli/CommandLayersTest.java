package io.evs.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What {@code LayersTest} of the simulator says of the library, for what is built on both. */
class CommandLayersTest {
  @Test
  void noCyclesBetweenPackages() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.evs.cli", "io.evs.console", "io.evs.shell");
    assertThat(classes).hasSizeGreaterThan(300);
    slices().matching("io.evs.(**)").should().beFreeOfCycles().check(classes);
  }
}
