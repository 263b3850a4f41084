// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static dev.eci.policy.oci.ContainerFactsBuilder.bind;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.IdMapping;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last check on the node, for static pods and everything else that bypassed admission. */
class ContainerAdmissionTest {
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.socketImages = List.of("docker:cli");
            p.allowed = List.of("/data");
            p.readOnlyAllowed = List.of("/etc/ssl/certs");
          });

  @Test
  void admitsProtectedContainer() {
    assertThat(findings(c -> {}, POLICY)).isEmpty();
    assertThat(findings(c -> {})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "pid", "ipc", "uts", "mount"})
  void res1RequiresPrivateNamespaces(String type) {
    assertThat(findings(c -> c.namespaces.remove(type), POLICY))
        .containsExactly("RES-1 linux.namespaces");
  }

  /** On cgroup v1 engines create none. */
  @Test
  void res1RequiresNoCgroupNamespace() {
    assertThat(findings(c -> c.namespaces.remove("cgroup"), POLICY)).isEmpty();
  }

  @Test
  void iso1AppliesWithoutPolicies() {
    assertThat(findings(c -> c.namespaces.remove("user")))
        .containsExactly("ISO-1 linux.uidMappings");
    assertThat(findings(c -> c.namespaces.remove("user"), POLICY))
        .containsExactly("ISO-1 linux.uidMappings");
  }

  @Test
  void iso1RejectsIdsOfTheNode() {
    List<List<IdMapping>> wrong =
        List.of(
            List.of(),
            List.of(new IdMapping(0, 0, 4294967295L)),
            List.of(new IdMapping(0, 65535, 65536)),
            List.of(new IdMapping(0, 65536, 65536), new IdMapping(65536, 0, 1)),
            List.of(new IdMapping(0, 65536, 0)));

    assertThat(wrong)
        .allSatisfy(mappings -> {
          assertThat(findings(c -> c.users = mappings)).hasSize(1);
          assertThat(findings(c -> c.groups = mappings)).hasSize(1);
        });
  }

  @Test
  void res2AndRes3MatchAdmission() {
    assertThat(findings(c -> c.binds = List.of(bind("/data/x")), POLICY)).isEmpty();
    assertThat(findings(c -> c.binds = List.of(bind("/etc")), POLICY))
        .containsExactly("RES-2 mounts of /etc");
    assertThat(findings(c -> c.binds = List.of(bind("/run/docker.sock")), POLICY))
        .containsExactly("RES-3 mounts of /run/docker.sock");
    assertThat(
            findings(
                c -> {
                  c.image = "docker.io/library/docker:cli@" + PolicyBuilder.DIGEST;
                  c.binds = List.of(bind("/run/docker.sock"));
                },
                POLICY))
        .isEmpty();
    assertThat(findings(c -> c.binds = List.of(bind("/etc/ssl/certs")), POLICY)).hasSize(1);
    assertThat(
            findings(
                c -> c.binds = List.of(new Bind("/etc/ssl/certs", "/there", true, "here")), POLICY))
        .isEmpty();
  }

  @Test
  void appliesOnlyEnforcePoliciesOfNamespace() {
    Policy audit = PolicyBuilder.named("audit", p -> p.mode = EnforcementMode.AUDIT);
    Policy elsewhere =
        PolicyBuilder.named("x", p -> p.namespaces = new Selector(Map.of("team", "x"), List.of()));

    assertThat(findings(c -> c.namespaces.remove("pid"), audit, elsewhere)).isEmpty();
    assertThat(
            findings(
                c -> {
                  c.namespaces.remove("pid");
                  c.namespaceLabels = Map.of("team", "x");
                },
                elsewhere))
        .hasSize(1);
  }

  /** A pod's labels are not known on the node. */
  @Test
  void appliesPoliciesThatMightSelectPod() {
    Policy some =
        PolicyBuilder.named("x", p -> p.pods = new Selector(Map.of("team", "x"), List.of()));

    assertThat(findings(c -> c.namespaces.remove("pid"), some)).hasSize(1);
  }

  private static List<String> findings(
      Consumer<ContainerFactsBuilder> container, Policy... policies) {
    return ContainerAdmission.decide(
            ContainerFactsBuilder.with(container), List.of(policies), PolicyBuilder.NOW)
        .stream()
        .map(v -> v.rule().id() + " " + v.field())
        .toList();
  }
}
