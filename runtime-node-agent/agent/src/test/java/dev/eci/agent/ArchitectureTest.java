// SPDX-License-Identifier: Apache-2.0
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
 * The borders of the node agent's modules. Maven enforces most of them; these rules name the
 * intended ones, and enforce those that a transitive dependency would open.
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
  static final ArchRule inventoryReadsTheNodeAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.agent.inventory..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8.kubernetes.client..");

  /** The node as files knows no API types. */
  @ArchTest
  static final ArchRule hostFilesKnowNoApiTypes =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.support.host..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.eci.crds..");

  @ArchTest
  static final ArchRule onlyTheInstallerReadsToml =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.installer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.dataformat.toml..");

  @ArchTest
  static final ArchRule mainIsAloneInTheRoot =
      classes()
          .that()
          .resideInAPackage("dev.eci.agent")
          .should()
          .haveSimpleName("Main")
          .orShould()
          .haveSimpleName("package-info");

  @ArchTest
  static final ArchRule nodeAndDockerHostDoNotKnowEachOther =
      slices().matching("dev.eci.agent.(kubernetes|dockerhost)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheCommandLineStartsPrograms =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.eci.agent.cli..", "dev.eci.agent.kubernetes..", "dev.eci.agent.dockerhost..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.eci.agent.kubernetes..", "dev.eci.agent.dockerhost..");

  @ArchTest
  static final ArchRule onlyMainKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.eci.agent", "dev.eci.agent.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.eci.agent.cli..", "picocli..");

  /** One way to build a decision: through the factories of the service package. */
  @ArchTest
  static final ArchRule onlyFactoriesBuildServices =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.agent..")
          .and()
          .resideOutsideOfPackage("dev.eci.agent.service..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.eci.runtimeservice.server.RuntimeService")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.eci.runtimeservice.oci.SpecRewriter")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.eci.socketproxy.http.PolicyAuthorizer")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.eci.socketproxy.peeridentity.PeerCallerIdentifier");

  /** Only the parts that decide about containers and requests know policies. */
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
