// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.eci.support.fault.FaultPoints;
import java.util.function.Consumer;

/**
 * The borders between modules: policy depends on no other module; webhook, operator and agent never
 * import each other.
 */
@AnalyzeClasses(packages = "dev.eci", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule policyKnowsNoClientFrameworkOrIo =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io..",
              "jakarta..",
              "com.fasterxml..",
              "java.io..",
              "java.nio.file..",
              "java.net..",
              "dev.eci.crds..",
              "dev.eci.registry..",
              "dev.eci.signature..",
              "dev.eci.operator..",
              "dev.eci.webhook..",
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..");

  /** What runs at a fault point runs as root. */
  @ArchTest
  static final ArchRule onlyTestsListenToFaultPoints =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eci.harness..")
          .should()
          .callMethod(FaultPoints.class, "listen", Consumer.class);

  @ArchTest
  static final ArchRule faultPointsStartNothing =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.support.fault..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule crdsKnowOnlyPolicy =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.crds..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.eci.operator..",
              "dev.eci.webhook..",
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..");

  @ArchTest
  static final ArchRule nodeAgentKnowsNeitherOperatorNorWebhook =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.eci.operator..", "dev.eci.webhook..");

  @ArchTest
  static final ArchRule partsDoNotKnowEachOther =
      slices().matching("dev.eci.(operator|webhook|agent)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule operatorAndWebhookDoNotKnowTheNodeAgent =
      noClasses()
          .that()
          .resideInAnyPackage("dev.eci.operator..", "dev.eci.webhook..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..");

  /** Only dev.eci.crds.watch may hold a client; API types extend CustomResource, no more. */
  @ArchTest
  static final ArchRule crdsReadPoliciesAndPodsWithoutAClient =
      noClasses()
          .that()
          .resideInAnyPackage("dev.eci.crds.conversion..", "dev.eci.crds.pod..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8.kubernetes.client..", "dev.eci.crds.watch..");

  /** Standalone is one way to run the webhook, so it knows the webhook, and not the reverse. */
  @ArchTest
  static final ArchRule servedWebhookDoesNotKnowStandalone =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.eci.webhook.admission..",
              "dev.eci.webhook.cache..",
              "dev.eci.webhook.http..",
              "dev.eci.webhook.tls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.eci.webhook.standalone..");

  @ArchTest
  static final ArchRule webhookReviewsArePure =
      noClasses()
          .that()
          .resideInAPackage("dev.eci.webhook.admission..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..",
              "io.quarkus..",
              "jakarta..",
              "java.net..",
              "java.nio.file..");
}
