// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;

/** What the package-info files promise. */
@AnalyzeClasses(packages = "dev.eci.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.eci.operator.desired..",
    "dev.eci.operator.policy",
    "dev.eci.operator.report",
    "dev.eci.operator.status",
    "dev.eci.operator.certificates"
  };

  /** The API types of crds are CustomResources, hence the exception. */
  @ArchTest
  static final ArchRule decisionsDoNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.fabric8.kubernetes.client..",
                      "io.javaoperatorsdk..",
                      "io.quarkus..",
                      "io.smallrye..",
                      "org.jboss..",
                      "java.io",
                      "java.net..",
                      "java.nio.file..")
                  .and(not(type(CustomResource.class)))
                  .and(not(type(java.io.IOException.class)))
                  .and(not(type(java.io.ByteArrayInputStream.class)))
                  .and(not(type(java.io.InputStream.class)))
                  .and(not(type(java.io.Serializable.class))));

  @ArchTest
  static final ArchRule decisionsDoNotReadTheClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule decisionsDoNotKnowTheRim =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.eci.operator.objects",
                  "dev.eci.operator.audit",
                  "dev.eci.operator.policystatus",
                  "dev.eci.operator.uninstall",
                  "dev.eci.operator.health"));

  @ArchTest
  static final ArchRule onlyTheProcessKnowsQuarkus =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.eci.operator.objects",
              "dev.eci.operator.policystatus",
              "dev.eci.operator.uninstall")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.quarkus..")
                  .or(
                      resideInAnyPackage(
                          "jakarta..", "io.smallrye..", "org.eclipse.microprofile..")));
}
