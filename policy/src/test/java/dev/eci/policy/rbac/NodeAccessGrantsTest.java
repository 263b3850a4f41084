// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.rbac.RbacGrant.Rule;
import dev.eci.policy.selector.Exemption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-4: permissions that admission cannot revoke are reported. */
class NodeAccessGrantsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p ->
              p.exemptions =
                  List.of(
                      new Exemption(
                          List.of(),
                          List.of("monitoring/node-exporter"),
                          List.of(),
                          "reads the node",
                          Optional.of(Instant.parse("2027-01-01T00:00:00Z")))));

  @ParameterizedTest
  @CsvSource({
    "'', nodes/proxy, true",
    "'', */proxy, true",
    "*, *, true",
    "'', nodes, false",
    "'', services/proxy, false",
    "apps, nodes/proxy, false"
  })
  void warnsOfNodesProxyGrants(String group, String resource, boolean reported) {
    assertThat(warnings(Optional.empty(), new Rule(List.of(group), List.of(resource))))
        .hasSize(reported ? 1 : 0)
        .allMatch(w -> w.contains("grants nodes/proxy"));
  }

  @ParameterizedTest
  @CsvSource({
    "monitoring, pods/exec, true",
    "monitoring, pods/attach, true",
    "monitoring, pods, false",
    "app, pods/exec, false"
  })
  void warnsOfExecGrantsInExemptNamespaces(String namespace, String resource, boolean reported) {
    assertThat(warnings(Optional.of(namespace), new Rule(List.of(""), List.of(resource))))
        .hasSize(reported ? 1 : 0)
        .allMatch(w -> w.contains("EciPolicy \"default\" exempts"));
  }

  @Test
  void warnsOfBindingsToGeneralRolesWithExec() {
    assertThat(bound("monitoring", "edit", NOW)).hasSize(1);
    assertThat(bound("monitoring", "view", NOW)).isEmpty();
    assertThat(bound("app", "edit", NOW)).isEmpty();
  }

  @Test
  void ignoresExpiredExemptions() {
    assertThat(bound("monitoring", "edit", Instant.parse("2027-01-02T00:00:00Z"))).isEmpty();
  }

  private static List<String> warnings(Optional<String> namespace, Rule rule) {
    return NodeAccessGrants.warnings(
        new RbacGrant("Role \"r\"", namespace, List.of(rule), Optional.empty()),
        Map.of(),
        List.of(POLICY),
        NOW);
  }

  private static List<String> bound(String namespace, String role, Instant now) {
    return NodeAccessGrants.warnings(
        new RbacGrant("RoleBinding \"b\"", Optional.of(namespace), List.of(), Optional.of(role)),
        Map.of(),
        List.of(POLICY),
        now);
  }
}
