package dev.eci.policy.docker;

import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.route.BadTarget;
import dev.eci.policy.docker.route.BodyNeed;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The decision about one request of the engine API. Never throws for what a caller sent. */
public final class DockerApi {
  static final String LEAD = "enhanced container isolation: ";

  private DockerApi() {}

  /**
   * Starts it.
   *
   * @param policies all that are in force
   */
  public static Step begin(
      ApiRequest request, Setup setup, Collection<Policy> policies, Instant now) {
    RequestTarget target;
    try {
      target = RequestTarget.parse(request.target());
    } catch (BadTarget e) {
      return refused(400, String.valueOf(e.getMessage()));
    }
    if (isForm(request.contentType())) {
      // Go reads such a body as if it stood in the query, where no rule looks for it
      return refused(400, "no operation of the engine takes a form");
    }
    if (setup.engine().ofNode()) {
      Optional<String> nobody = OfNode.nobody(request.caller());
      if (nobody.isPresent()) {
        return refused(403, nobody.get());
      }
    }
    Operation operation = Operation.of(request.method(), target).orElse(Operation.UNKNOWN);
    Map<Mode, PolicyGroup> about = CallerPolicies.of(request.caller(), policies, now);
    if (about.isEmpty()) {
      return new Step.Decided(
          new Forward(operation, target.canonical(), unseen(operation), List.of()));
    }
    if (request.caller() instanceof Caller.Unknown(String why)) {
      return refused(403, "it could not be found out who sends this request: " + why);
    }
    return Entrance.check(new Case(request, operation, target, about, setup, List.of()));
  }

  static Body unseen(Operation operation) {
    return operation.body() == BodyNeed.NONE ? new Body.Nothing() : new Body.Callers();
  }

  private static boolean isForm(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.contains("form-urlencoded") || type.contains("form-data");
  }

  static Step refused(int status, String why) {
    return new Step.Decided(Deny.refused(status, LEAD + why));
  }
}
