// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Functions of their arguments: no network, file, clock, policy or Kubernetes. */
@AnalyzeClasses(packages = "dev.eci.signature", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule reachesNothing =
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.eci.policy..",
              "dev.eci.crds..",
              "dev.eci.registry..",
              "dev.eci.operator..",
              "dev.eci.webhook..",
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..",
              "java.net..",
              "java.nio.file..",
              "io..",
              "jakarta..");

  @ArchTest
  static final ArchRule takesTimeAsParameter =
      ArchRuleDefinition.noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Only the operator has that library. */
  @ArchTest
  static final ArchRule readsPoliciesWithoutBouncyCastle =
      ArchRuleDefinition.noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.eci.signature.Timestamp")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle..");
}
