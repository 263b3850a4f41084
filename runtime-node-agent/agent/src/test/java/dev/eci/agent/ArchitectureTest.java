package dev.eci.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
 * The borders of the node agent's modules. Maven holds most of them already; these rules say which
 * ones are meant, and hold those that a dependency further down would open.
 */
@AnalyzeClasses(
    packages = {
      "dev.eci.agent",
      "dev.eci.support",
      "dev.eci.runtimeservice",
      "dev.eci.socketproxy",
      "dev.eci.installer"
    },
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule siblingsDoNotKnowEachOther =
      slices()
          .matching("dev.eci.(runtimeservice|socketproxy|installer)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheAgentModuleKnowsAllParts =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.eci.agent..");

  @ArchTest
  static final ArchRule supportKnowsNoPart =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.support..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.eci.runtimeservice..", "dev.eci.socketproxy..", "dev.eci.installer..");

  @ArchTest
  static final ArchRule onlyTheSocketProxyUsesNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.socketproxy..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule onlyTheAgentModuleUsesTheKubernetesClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8.kubernetes.client..", "dev.eci.crds.watch..");

  @ArchTest
  static final ArchRule onlyTheInstallerReadsToml =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.installer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.dataformat.toml..");

  /** Only what decides about containers and requests knows policies. */
  @ArchTest
  static final ArchRule installingAndReportingDecideNothing =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.eci.installer..",
              "dev.eci.support.host..",
              "dev.eci.agent.inventory..",
              "dev.eci.agent.nodestatus..",
              "dev.eci.agent.node..")
          .should()
          .dependOnClassesThat(resideInAPackage("dev.eci.policy.."));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.eci.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsHaveNothingInTheirRoot =
      classes()
          .that()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideOutsideOfPackages(
              "dev.eci.support",
              "dev.eci.runtimeservice",
              "dev.eci.socketproxy",
              "dev.eci.installer");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    assertThat(classes)
        .extracting(c -> c.getPackage())
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }
}
