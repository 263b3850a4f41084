// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.socketproxy.http.CallMemories.CallMemory;
import dev.eci.socketproxy.http.EvaluationServices;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Authorizes the processes that a call starts outside of their sandbox: records them, and reports
 * to the caller why its call was reset.
 *
 * @param decision that holds for each such process
 */
record GatewayProcessHandler(
    Channel caller, EvaluationServices services, ApiRequest request, ApiDecision decision)
    implements GatewayProcessRelay.ProcessAuthorizer {

  /** For a call of {@code ExecProcess}; it inspects nothing if no policy restricts processes. */
  static StreamRelay relay(
      Channel engine,
      Channel caller,
      CallAuthorizer authorizer,
      EvaluationServices services,
      ApiRequest request,
      CallMemory memory) {
    ApiDecision decision = decision(authorizer);
    return decision instanceof ApiDecision.Forward forward && forward.auditedViolations().isEmpty()
        ? new StreamRelay(engine)
        : new GatewayProcessRelay(
            engine, new GatewayProcessHandler(caller, services, request, decision), memory);
  }

  /** A process outside of its sandbox is allowed where a step with this entitlement is. */
  private static ApiDecision decision(CallAuthorizer authorizer) {
    ApiDecision insecure = solve(authorizer, Set.of("security.insecure"));
    if (insecure instanceof ApiDecision.Forward forward) {
      // violations of every call were recorded when this one started
      List<AuditedViolation> violations = new ArrayList<>(forward.auditedViolations());
      if (solve(authorizer, Set.of()) instanceof ApiDecision.Forward any) {
        violations.removeAll(any.auditedViolations());
      }
      return new ApiDecision.Forward(
          forward.operation(), forward.target(), forward.body(), violations);
    }
    return insecure;
  }

  private static ApiDecision solve(CallAuthorizer authorizer, Set<String> entitlements) {
    Evaluation evaluation = authorizer.evaluate(MessageInspector.BRIDGE + "Solve").evaluation();
    if (evaluation instanceof Evaluation.NeedsBody body) {
      evaluation = body.resume(MessageInspector.requiring(entitlements));
    }
    return evaluation instanceof Evaluation.Decided decided
        ? decided.decision()
        : new ApiDecision.Deny(503, GrpcMessages.UNDECIDED, Optional.empty(), List.of());
  }

  @Override
  public boolean allowsInsecure(boolean started) {
    return switch (decision) {
      case ApiDecision.Forward audited -> {
        services.recorder().warned(request, audited);
        yield true;
      }
      case ApiDecision.Deny deny -> {
        services.recorder().denied(request, deny);
        respond(GrpcErrorResponse.ofHttp(deny.status()), deny.message(), started);
        yield false;
      }
    };
  }

  @Override
  public void malformed(String why, boolean started) {
    services.recorder().malformed(why);
    respond(GrpcErrorResponse.INVALID_ARGUMENT, GrpcMessages.malformed(why), started);
  }

  @Override
  public void busy(boolean started) {
    respond(GrpcErrorResponse.RESOURCE_EXHAUSTED, GrpcMessages.BUSY, started);
  }

  private void respond(int status, String message, boolean started) {
    var _ =
        caller.write(
            started
                ? GrpcErrorResponse.trailers(status, message)
                : GrpcErrorResponse.of(status, message));
    StreamRelay.flush(caller);
  }
}
