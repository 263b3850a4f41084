// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.support.policy.PolicyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests that cannot be evaluated are denied with the reason. */
class NodeReadinessGuardTest {
  private static final Evaluation PASSED =
      new Evaluation.NeedsBody(
          1,
          body -> {
            throw new AssertionError("no test sends a body");
          });
  private static final RequestAuthorizer NEXT = request -> PASSED;
  private static final Invalid BROKEN =
      new Invalid(
          "broken",
          true,
          EnforcementMode.ENFORCE,
          new Selector(Map.of("team", "a"), List.of()),
          List.of(new FieldError("spec.mode", "is wrong")));

  private record Cluster(boolean isReady, List<Invalid> invalid) implements PolicyView {
    @Override
    public PolicySnapshot policies() {
      return new PolicySnapshot(List.of(), invalid);
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
      return Optional.empty();
    }
  }

  private static Caller pod(String team) {
    return new Caller.InContainer(
        "c".repeat(64),
        "pod",
        ImageIdentity.verifiedByEngine("docker:cli"),
        Optional.of(new PodSubject("n", Map.of("team", team), Map.of(), "", List.of(), false)));
  }

  private static Evaluation evaluate(PolicyView cluster, String away, Caller caller) {
    return new NodeReadinessGuard(cluster, () -> away, NEXT)
        .evaluate(new ApiRequest(caller, "GET", "/_ping", "", false));
  }

  private static String denialMessage(Evaluation evaluation) {
    assertThat(evaluation).isInstanceOf(Evaluation.Decided.class);
    ApiDecision.Deny deny = (ApiDecision.Deny) ((Evaluation.Decided) evaluation).decision();
    assertThat(deny.status()).isEqualTo(503);
    return deny.message();
  }

  @Test
  void deniesEverythingBeforePoliciesAreRead() {
    assertThat(denialMessage(evaluate(new Cluster(false, List.of()), "", pod("a"))))
        .contains("has not read the policies");
  }

  @Test
  void invalidPolicyDeniesCallersThatItMightSelect() {
    PolicyView cluster = new Cluster(true, List.of(BROKEN));
    assertThat(denialMessage(evaluate(cluster, "", pod("a")))).contains("EciPolicy \"broken\"");
    assertThat(evaluate(cluster, "", pod("b"))).isSameAs(PASSED);
    assertThat(denialMessage(evaluate(cluster, "", new Caller.Host(0, 0, 1))))
        .contains("cannot be read");
  }

  @Test
  void deniesWithReasonWhenEngineIsUnavailable() {
    PolicyView cluster = new Cluster(true, List.of());
    assertThat(denialMessage(evaluate(cluster, "no dockerd runs here.", pod("a"))))
        .isEqualTo("enhanced container isolation: no dockerd runs here.");
    assertThat(evaluate(cluster, "", pod("a"))).isSameAs(PASSED);
  }
}
