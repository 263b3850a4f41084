// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Operator and agent share this module, which depends on neither of them, nor on Kubernetes. */
@AnalyzeClasses(packages = "dev.eci.registry", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_POLICY_AND_JSON_ONLY =
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.eci.agent..",
              "dev.eci.support..",
              "dev.eci.runtimeservice..",
              "dev.eci.socketproxy..",
              "dev.eci.installer..",
              "dev.eci.operator..",
              "dev.eci.webhook..",
              "dev.eci.crds..",
              "io.fabric8..",
              "io.quarkus..",
              "jakarta..");
}
