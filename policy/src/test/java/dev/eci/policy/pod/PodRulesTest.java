// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.Violation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RES-1, ISO-1 and ISO-7: fields of the pod's spec itself. */
class PodRulesTest {
  private static final Policy POLICY = PolicyBuilder.named("default");

  @Test
  void admitsOrdinaryPod() {
    assertThat(Decisions.violations(p -> {}, POLICY)).isEmpty();
  }

  @Test
  void res1ReportsFieldOfEachNamespace() {
    assertThat(
            Decisions.decide(
                    p -> {
                      p.hostNetwork = true;
                      p.hostPid = true;
                      p.hostIpc = true;
                    },
                    POLICY)
                .violationsOf(EnforcementMode.ENFORCE))
        .extracting(Violation::field, Violation::message)
        .containsExactly(
            tuple(
                "spec.hostNetwork",
                NamespaceMessages.hostNamespaceDenied(
                    "network", new PolicySource.Cluster("default"))),
            tuple(
                "spec.hostPID",
                NamespaceMessages.hostNamespaceDenied("pid", new PolicySource.Cluster("default"))),
            tuple(
                "spec.hostIPC",
                NamespaceMessages.hostNamespaceDenied("ipc", new PolicySource.Cluster("default"))));
  }

  @Test
  void iso1RejectsNodeUserNamespaceOnly() {
    assertThat(Decisions.violations(p -> p.hostUsers = Optional.of(true), POLICY))
        .containsExactly("ISO-1 spec.hostUsers");
    assertThat(Decisions.violations(p -> p.hostUsers = Optional.of(false), POLICY)).isEmpty();
  }

  @Test
  void iso7RejectsOtherRuntimeClasses() {
    assertThat(Decisions.violations(p -> p.runtimeClassName = Optional.of("kata"), POLICY))
        .containsExactly("ISO-7 spec.runtimeClassName");
    assertThat(Decisions.violations(p -> p.runtimeClassName = Optional.of("eci"), POLICY))
        .isEmpty();
  }

  @Test
  void iso7AcceptsClassOfAnyEnforcePolicy() {
    Policy other = PolicyBuilder.named("other", p -> p.runtimeClassName = "eci-crun");

    assertThat(
            Decisions.violations(p -> p.runtimeClassName = Optional.of("eci-crun"), POLICY, other))
        .isEmpty();
    assertThat(Decisions.violations(p -> p.runtimeClassName = Optional.of("eci-crun"), POLICY))
        .hasSize(1);
  }
}
