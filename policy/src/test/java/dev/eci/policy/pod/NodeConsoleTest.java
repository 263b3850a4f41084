package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.APolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RES-4: told as what it is. */
class NodeConsoleTest {
  private static final Policy POLICY = APolicy.named("default");

  /** As kubectl debug node/worker makes it. */
  @Test
  void kubectlDebug() {
    assertThat(
            Decided.on(
                    p -> {
                      p.placement = new Placement(Optional.of("worker"), false, true);
                      p.hostPid = true;
                      p.hostNetwork = true;
                      p.hostIpc = true;
                      p.hostPath("host-root", "/");
                      p.container("busybox", APod.mount("host-root"));
                    },
                    POLICY)
                .of(EnforcementMode.ENFORCE)
                .getFirst()
                .text())
        .isEqualTo(
            "RES-4 (EciPolicy \"default\") spec: enhanced container isolation: a console on the"
                + " node is denied (kubectl debug node/, or a pod that enters the node's processes"
                + " or root directory); if you wish to allow it, exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
  }

  /** As kubectl node-shell makes it. */
  @Test
  void nsenterFromAPrivilegedPod() {
    assertThat(
            Decided.findings(
                p -> {
                  p.hostPid = true;
                  p.privileged("alpine");
                },
                POLICY))
        .containsExactly("RES-4 spec", "RES-1 spec.hostPID");
  }

  @Test
  void otherPodsAreNone() {
    assertThat(Decided.findings(p -> p.privileged("alpine"), POLICY)).isEmpty();
    assertThat(Decided.findings(p -> p.hostPid = true, POLICY))
        .containsExactly("RES-1 spec.hostPID");
    assertThat(Decided.findings(p -> p.hostPath("root", "/"), POLICY))
        .containsExactly("RES-2 volume root");
  }
}
