package dev.eci.agent.kubernetes;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.message.Messages;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.support.policy.PolicyView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers in the policies' place what nobody can judge on a node: while policies are not known, or
 * one of them cannot be read, or there is no engine to pass anything on to.
 *
 * @param unavailableReason why no engine can be asked, one sentence; empty if one can
 */
record NodeReadinessGuard(
    PolicyView cluster, Supplier<String> unavailableReason, RequestAuthorizer next)
    implements RequestAuthorizer {

  @Override
  public Evaluation evaluate(ApiRequest request) {
    if (!cluster.isReady()) {
      return refuse("the node agent has not read the policies from the API server yet; try again.");
    }
    Optional<Invalid> unreadable = unreadable(request.caller());
    if (unreadable.isPresent()) {
      return refuse(
          "EciPolicy \"%s\" cannot be read (%s); nothing it may be about passes until it is mended."
              .formatted(unreadable.get().name(), unreadable.get().errors().getFirst()));
    }
    String because = unavailableReason.get();
    return because.isEmpty() ? next.evaluate(request) : refuse(because);
  }

  private Optional<Invalid> unreadable(Caller caller) {
    return caller instanceof Caller.InContainer in && in.pod().isPresent()
        ? cluster.policies().invalidFor(in.pod().get().namespaceLabels())
        : cluster.policies().invalid().stream().findFirst();
  }

  private static Evaluation refuse(String because) {
    return new Evaluation.Decided(
        new ApiDecision.Deny(503, Messages.PREFIX + because, Optional.empty(), List.of()));
  }
}
