// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.Samples;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.operator.policy.PolicyVersions;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that one reconciliation derives from the policies comes from one parse of each. */
class ParsedOnceTest {
  /** Counts its parses: PolicyReader is the only code that reads the status of a policy here. */
  @Group("eci.dev")
  @Version("v1alpha1")
  private static final class CountingPolicy extends EciPolicy {
    private int parses;

    @Override
    public EciPolicyStatus getStatus() {
      parses++;
      return super.getStatus();
    }
  }

  private static CountingPolicy counting(String version) {
    CountingPolicy policy = new CountingPolicy();
    EciPolicy sample =
        Samples.policy(
            "one",
            "{locked: true, exemptions: [{namespaces: [n], reason: r, expires: '2026-12-01T00:00:00Z'}]}");
    policy.setMetadata(sample.getMetadata());
    policy.getMetadata().setResourceVersion(version);
    policy.setSpec(sample.getSpec());
    policy.parses = 0;
    return policy;
  }

  /**
   * A status is written once, and then every reconciliation of every policy meets the new version:
   * with 200 policies, comparisons were a fifth of the operator's work.
   */
  @Test
  void comparesEachVersionOnce() {
    PolicyVersions versions = new PolicyVersions();
    CountingPolicy first = counting("1");
    CountingPolicy second = counting("2");
    ParsedPolicies parsed = versions.of(List.of(first));
    assertThat(versions.of(List.of(second))).isSameAs(parsed);
    assertThat(second.parses).isPositive();

    first.parses = 0;
    second.parses = 0;
    assertThat(versions.of(List.of(second))).isSameAs(parsed);
    assertThat(first.parses + second.parses).isZero();
  }

  @Test
  void parsesEachPolicyOnce() {
    CountingPolicy policy = counting("1");

    ParsedPolicies policies = ParsedPolicies.of(List.of(policy));
    Instant now = Instant.parse("2026-11-25T00:00:00Z");
    var unused =
        DesiredObjects.of(
            policies,
            new CaSource.Bundle("PEM"),
            new InstallationContext("eci-system", List.of(), List.of(), List.of()),
            now);
    unused.forEach(object -> assertThat(object.getMetadata().getName()).startsWith("eci"));
    assertThat(ExemptionExpiry.next(policies, now)).isPresent();
    assertThat(policies.generations()).containsEntry("uid-one", 1L);
    assertThat(policies.snapshot().valid()).hasSize(1);

    assertThat(policy.parses).isEqualTo(1);
  }
}
