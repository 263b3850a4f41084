package dev.eci.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** What the package-info files promise. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.eci.agent");

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.eci.agent.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void keepsKubernetesClientInClusterPackageAndWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..host..",
            "..engine..",
            "..check..",
            "..install..",
            "..oci..",
            "..runtime..",
            "..inventory..",
            "..metrics..",
            "..log..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8.kubernetes.client..")
        .check(CLASSES);
  }

  @Test
  void keepsHostPackageFreeOfEnginesAndPolicies() {
    noClasses()
        .that()
        .resideInAPackage("..agent.host..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..agent.engine..", "..agent.install..", "dev.eci.policy..", "dev.eci.crds..")
        .check(CLASSES);
  }

  @Test
  void keepsPolicyOutOfNodeManagementPackages() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..engine..", "..check..", "..install..", "..inventory..", "..report..", "..node..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.eci.policy..")
        .check(CLASSES);
  }
}
