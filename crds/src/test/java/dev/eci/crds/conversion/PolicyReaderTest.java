// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.WorkloadTemplate;
import dev.eci.policy.selector.SystemPods;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions use exactly what the policy contains. */
class PolicyReaderTest {
  @Test
  void readsEveryField() {
    Policy policy = full();

    assertThat(policy.name()).isEqualTo("full");
    assertThat(policy.mode()).isEqualTo(EnforcementMode.WARN);
    assertThat(policy.selection().namespaces().matches(Map.of("team", "x", "tier", "db"))).isTrue();
    assertThat(
            policy
                .selection()
                .namespaces()
                .matches(Map.of("team", "x", "tier", "db", "legacy", "y")))
        .isFalse();
    assertThat(policy.selection().pods().matches(Map.of("app", ""))).isTrue();
    assertThat(policy.selection().pods().matches(Map.of())).isFalse();
    assertThat(policy.dockerSocket().images().list().patterns())
        .extracting(ImagePattern::toString)
        .contains("docker.io/testcontainers/ryuk:*");
    assertThat(policy.hostPaths().allows(HostPath.of("/data/x"), false)).isTrue();
    assertThat(policy.hostPaths().allows(HostPath.of("/etc/ssl/certs"), false)).isFalse();
    assertThat(policy.hostPaths().allows(HostPath.of("/etc/ssl/certs"), true)).isTrue();
    assertThat(policy.runtime().className()).isEqualTo("eci-strict");
  }

  @Test
  void readsExemption() {
    assertThat(full().selection().exemptions().subList(1, full().selection().exemptions().size()))
        .isEqualTo(SystemPods.EXEMPTIONS);
    assertThat(full().selection().exemptions())
        .first()
        .satisfies(e -> {
          assertThat(e.namespaces()).containsExactly("kube-system");
          assertThat(e.serviceAccounts()).containsExactly("kube-system/kube-proxy");
          assertThat(e.images()).singleElement().hasToString("registry.example/kube-proxy:*");
          assertThat(e.reason()).isEqualTo("node-level pod of the cluster itself");
          assertThat(e.expires()).contains(Instant.parse("2099-01-31T00:00:00Z"));
          assertThat(e.privileged()).isTrue();
        });
  }

  @Test
  void workloadsAndIsolatedClassesArrive() {
    Policy policy =
        PolicyYaml.valid(
            """
            runtime: {isolatedClasses: [kata]}
            workloads: [{group: batch.volcano.sh, resource: jobs, templates: ["spec.tasks[*].template"]}]
            """);

    assertThat(policy.runtime().isolatedClasses()).containsExactly("kata");
    assertThat(policy.workloads())
        .containsExactly(
            new WorkloadTemplate(
                "batch.volcano.sh", "jobs", List.of("spec", "tasks", "*", "template")));
  }

  @Test
  void everyModeHasItsName() {
    assertThat(PolicyYaml.valid("mode: Enforce").mode()).isEqualTo(EnforcementMode.ENFORCE);
    assertThat(PolicyYaml.valid("mode: Warn").mode()).isEqualTo(EnforcementMode.WARN);
    assertThat(PolicyYaml.valid("mode: Audit").mode()).isEqualTo(EnforcementMode.AUDIT);
  }

  private static Policy full() {
    var stream = PolicyReaderTest.class.getResourceAsStream("/full-policy.yaml");
    return switch (PolicyReader.read(Serialization.unmarshal(stream, EciPolicy.class))) {
      case Result.Valid valid -> valid.policy();
      case Result.Invalid invalid -> throw new AssertionError(invalid.errors().toString());
    };
  }
}
