package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.socketproxy.http.EvaluationServices;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Of a call that starts processes: records those outside of their sandbox, and tells a caller why
 * its call was cut off.
 *
 * @param decision about each such process
 */
record GatewayProcessHandler(
    Channel caller, EvaluationServices deciding, ApiRequest request, ApiDecision decision)
    implements GatewayProcessRelay.ProcessAuthorizer {

  /** For a call of {@code ExecProcess}; one that looks at nothing where no policy minds. */
  static StreamRelay relay(
      Channel engine,
      Channel caller,
      CallAuthorizer judge,
      EvaluationServices evaluationServices,
      ApiRequest request) {
    ApiDecision decision = decision(judge);
    return decision instanceof ApiDecision.Forward forward && forward.auditedViolations().isEmpty()
        ? new StreamRelay(engine)
        : new GatewayProcessRelay(
            engine, new GatewayProcessHandler(caller, evaluationServices, request, decision));
  }

  /** A process outside of its sandbox is what a step is that needs this. */
  private static ApiDecision decision(CallAuthorizer judge) {
    ApiDecision insecure = solve(judge, Set.of("security.insecure"));
    if (insecure instanceof ApiDecision.Forward forward) {
      // what is true of any call was noted when this one came
      List<AuditedViolation> findings = new ArrayList<>(forward.auditedViolations());
      if (solve(judge, Set.of()) instanceof ApiDecision.Forward any) {
        findings.removeAll(any.auditedViolations());
      }
      return new ApiDecision.Forward(
          forward.operation(), forward.target(), forward.body(), findings);
    }
    return insecure;
  }

  private static ApiDecision solve(CallAuthorizer judge, Set<String> entitlements) {
    Evaluation evaluation = judge.evaluate(MessageInspector.BRIDGE + "Solve").evaluation();
    if (evaluation instanceof Evaluation.NeedsBody body) {
      evaluation = body.resume(MessageInspector.requiring(entitlements));
    }
    return evaluation instanceof Evaluation.Decided decided
        ? decided.decision()
        : new ApiDecision.Deny(503, GrpcCallEvaluator.UNDECIDED, Optional.empty(), List.of());
  }

  @Override
  public boolean allowsInsecure(boolean begun) {
    return switch (decision) {
      case ApiDecision.Forward noted -> {
        deciding.recorder().warned(request, noted);
        yield true;
      }
      case ApiDecision.Deny denied -> {
        deciding.recorder().denied(request, denied);
        respond(GrpcErrorResponse.ofHttp(denied.status()), denied.message(), begun);
        yield false;
      }
    };
  }

  @Override
  public void malformed(String why, boolean begun) {
    deciding.recorder().malformed(why);
    respond(
        GrpcErrorResponse.INVALID_ARGUMENT,
        "enhanced container isolation: this call is not understood, because %s.".formatted(why),
        begun);
  }

  private void respond(int status, String sentence, boolean begun) {
    var _ =
        caller.write(
            begun
                ? GrpcErrorResponse.trailers(status, sentence)
                : GrpcErrorResponse.of(status, sentence));
    StreamRelay.flush(caller);
  }
}
