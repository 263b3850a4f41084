// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RES-4: a node debug pod is reported as one. */
class NodeDebugRuleTest {
  private static final Policy POLICY = PolicyBuilder.named("default");

  /** The pod that kubectl debug node/worker creates. */
  @Test
  void rejectsKubectlDebugNodePods() {
    assertThat(
            Decisions.decide(
                    p -> {
                      p.placement = new Placement(Optional.of("worker"), false, true);
                      p.hostPid = true;
                      p.hostNetwork = true;
                      p.hostIpc = true;
                      p.hostPath("host-root", "/");
                      p.container("busybox", PodBuilder.mount("host-root"));
                    },
                    POLICY)
                .violationsOf(EnforcementMode.ENFORCE)
                .getFirst()
                .format())
        .isEqualTo(
            "RES-4 (EciPolicy \"default\") spec: enhanced container isolation: a console on the"
                + " node is denied (kubectl debug node/, or a pod that enters the node's processes"
                + " or root directory); if you wish to allow it, exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
  }

  /** The pod that kubectl node-shell creates. */
  @Test
  void rejectsPrivilegedPodWithHostPid() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPid = true;
                  p.privileged("alpine");
                },
                POLICY))
        .containsExactly("RES-4 spec", "RES-1 spec.hostPID");
  }

  @Test
  void reportsOtherPodsByTheirOwnRules() {
    assertThat(Decisions.violations(p -> p.privileged("alpine"), POLICY)).isEmpty();
    assertThat(Decisions.violations(p -> p.hostPid = true, POLICY))
        .containsExactly("RES-1 spec.hostPID");
    assertThat(Decisions.violations(p -> p.hostPath("root", "/"), POLICY))
        .containsExactly("RES-2 volume root");
  }
}
