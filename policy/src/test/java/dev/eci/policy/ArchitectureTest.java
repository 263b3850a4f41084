// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/**
 * Decisions are functions of their arguments: this module uses no file, network, clock or
 * framework.
 */
@AnalyzeClasses(packages = "dev.eci.policy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnTheLanguageAlone =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.eci.policy..",
                  "java.lang",
                  "java.lang.annotation",
                  "java.lang.invoke",
                  "java.lang.runtime",
                  "java.math",
                  "java.nio.charset",
                  "java.time..",
                  "java.util",
                  "java.util.function",
                  "java.util.regex",
                  "java.util.stream",
                  "org.jspecify.annotations"));

  @ArchTest
  static final ArchRule hasNoSideEffects =
      noClasses()
          .should()
          .dependOnClassesThat(
              belongToAnyOf(
                  Process.class,
                  ProcessBuilder.class,
                  Runtime.class,
                  Thread.class,
                  java.util.Random.class,
                  java.util.Scanner.class,
                  java.util.ServiceLoader.class,
                  java.util.Timer.class))
          .orShould()
          .callMethodWhere(
              target(owner(belongToAnyOf(System.class)))
                  .and(target(not(nameMatching("arraycopy|identityHashCode")))));

  @ArchTest
  static final ArchRule takesTimeAsParameter =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(resideInAPackage("java.time..")))
                  .and(target(nameMatching("now|system.*"))));

  private static final String[] WORDS = {
    "dev.eci.policy.hostpath", "dev.eci.policy.image", "dev.eci.policy.command"
  };

  /** Packages that many rules use must not depend on any rule. */
  @ArchTest
  static final ArchRule wordsStandOnTheirOwn =
      noClasses()
          .that()
          .resideInAnyPackage(WORDS)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.eci.policy..").and(not(resideInAnyPackage(WORDS))));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.eci.policy.(*)..").should().beFreeOfCycles();

  /** The slices above contain no root package. */
  @ArchTest
  static final ArchRule nothingLivesInTheRoot =
      noClasses()
          .that()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAPackage("dev.eci.policy");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    assertThat(classes)
        .extracting(c -> c.getPackage())
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }
}
