package dev.eci.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.proxy.Judge;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.crds.read.FieldError;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Mode;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Step;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.select.Selector;
import dev.eci.policy.select.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nobody can judge is not passed on, with the reason. */
class NodeJudgeTest {
  private static final Step PASSED =
      new Step.NeedsBody(
          1,
          body -> {
            throw new AssertionError("nobody hands one in");
          });
  private static final Judge NEXT = request -> PASSED;
  private static final Invalid BROKEN =
      new Invalid(
          "broken",
          true,
          Mode.ENFORCE,
          new Selector(Map.of("team", "a"), List.of()),
          List.of(new FieldError("spec.mode", "is wrong")));

  private record Cluster(boolean ready, List<Invalid> invalid) implements ClusterView {
    @Override
    public Policies policies() {
      return new Policies(List.of(), invalid);
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
        Optional.of(new Subject("n", Map.of("team", team), Map.of(), "", List.of(), false)));
  }

  private static Step judged(ClusterView cluster, String away, Caller caller) {
    return new NodeJudge(cluster, () -> away, NEXT)
        .begin(new ApiRequest(caller, "GET", "/_ping", "", false));
  }

  private static String refused(Step step) {
    assertThat(step).isInstanceOf(Step.Decided.class);
    ApiDecision.Deny deny = (ApiDecision.Deny) ((Step.Decided) step).decision();
    assertThat(deny.status()).isEqualTo(503);
    return deny.message();
  }

  @Test
  void nothingPassesBeforePoliciesAreRead() {
    assertThat(refused(judged(new Cluster(false, List.of()), "", pod("a"))))
        .contains("has not read the policies");
  }

  @Test
  void aPolicyThatCannotBeReadHoldsUpWhomItMayBeAbout() {
    ClusterView cluster = new Cluster(true, List.of(BROKEN));
    assertThat(refused(judged(cluster, "", pod("a")))).contains("EciPolicy \"broken\"");
    assertThat(judged(cluster, "", pod("b"))).isSameAs(PASSED);
    assertThat(refused(judged(cluster, "", new Caller.Host(0, 0, 1)))).contains("cannot be read");
  }

  @Test
  void withoutAnEngineTheReasonIsTheAnswer() {
    ClusterView cluster = new Cluster(true, List.of());
    assertThat(refused(judged(cluster, "no dockerd runs here.", pod("a"))))
        .isEqualTo("enhanced container isolation: no dockerd runs here.");
    assertThat(judged(cluster, "", pod("a"))).isSameAs(PASSED);
  }
}
