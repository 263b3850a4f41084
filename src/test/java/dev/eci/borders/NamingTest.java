// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.borders.MainSources.Type;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names of main classes and methods say what they are (CONTRIBUTING, "Style"). */
class NamingTest {
  /** What implements the interface has the suffix. An interface that extends it counts as well. */
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("PodRule", "Rule"),
          Map.entry("ContainerRule", "Rule"),
          Map.entry("ProtectionLimit", "Rule"),
          Map.entry("HostCheck", "Check"),
          Map.entry("HealthCheck", "Check"),
          Map.entry("InstallStep", "Step"),
          Map.entry("NodeCondition", "Condition"),
          Map.entry("ImagePattern", "Pattern"),
          Map.entry("ListenSocket", "ListenSocket"),
          Map.entry("WebhookCertificateSource", "Certificate"),
          Map.entry("Reconciler", "Reconciler"));

  /** Every program starts in a class Main. */
  private static final Set<String> SHARED_NAMES = Set.of("Main", "package-info");

  @Test
  void callsExceptionsExceptions() {
    assertThat(MainSources.types())
        .filteredOn(type -> extendsNamed(type, "Exception", "Throwable"))
        .hasSizeGreaterThan(10)
        .filteredOn(type -> !type.name().endsWith("Exception"))
        .isEmpty();
    assertThat(MainSources.types())
        .filteredOn(type -> extendsNamed(type, "Error"))
        .filteredOn(type -> !type.name().endsWith("Error"))
        .isEmpty();
  }

  /** By induction: every class between it and Throwable keeps the rule too. */
  private static boolean extendsNamed(Type type, String... suffixes) {
    return type.supertypes().stream()
        .anyMatch(supertype -> Set.of(suffixes).stream().anyMatch(supertype::endsWith));
  }

  @Test
  void givesEachSimpleNameToOneMainClass() {
    Map<String, Set<String>> filesByName =
        MainSources.types().stream()
            .filter(Type::isTopLevel)
            .filter(type -> !SHARED_NAMES.contains(type.name()))
            .collect(
                Collectors.groupingBy(
                    Type::name,
                    Collectors.mapping(type -> SourceTree.name(type.file()), Collectors.toSet())));
    assertThat(filesByName).hasSizeGreaterThan(500);
    assertThat(filesByName.entrySet()).filteredOn(entry -> entry.getValue().size() > 1).isEmpty();
  }

  @Test
  void readsBooleansAsStatementsOrActs() {
    assertThat(MainSources.methods())
        .filteredOn(method -> method.returns().matches("(@Nullable(\\(\\))? )?[bB]oolean"))
        .hasSizeGreaterThan(100)
        .filteredOn(method -> !BooleanNames.isAllowed(method.name()))
        .as("rename it, or add its verb to BooleanNames with the reason")
        .isEmpty();
  }

  @Test
  void givesImplementationsTheSuffixOfTheirRole() {
    ROLES.forEach((role, suffix) ->
        assertThat(MainSources.types())
            .filteredOn(type -> type.supertypes().contains(role) && !type.isInterface())
            .as("what implements %s ends in %s", role, suffix)
            .isNotEmpty()
            .filteredOn(type -> !type.name().endsWith(suffix))
            .isEmpty());
  }
}
