package dev.eci.agent.proxy.grpc;

import dev.eci.agent.proxy.Deciding;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Finding;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Step;
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
record Processes(Channel caller, Deciding deciding, ApiRequest request, ApiDecision decision)
    implements ProcessRelay.Judged {

  /** For a call of {@code ExecProcess}; one that looks at nothing where no policy minds. */
  static Relay relay(
      Channel engine, Channel caller, CallJudge judge, Deciding deciding, ApiRequest request) {
    ApiDecision decision = decision(judge);
    return decision instanceof ApiDecision.Forward forward && forward.findings().isEmpty()
        ? new Relay(engine)
        : new ProcessRelay(engine, new Processes(caller, deciding, request, decision));
  }

  /** A process outside of its sandbox is what a step is that needs this. */
  private static ApiDecision decision(CallJudge judge) {
    ApiDecision insecure = solve(judge, Set.of("security.insecure"));
    if (insecure instanceof ApiDecision.Forward forward) {
      // what is true of any call was noted when this one came
      List<Finding> findings = new ArrayList<>(forward.findings());
      if (solve(judge, Set.of()) instanceof ApiDecision.Forward any) {
        findings.removeAll(any.findings());
      }
      return new ApiDecision.Forward(
          forward.operation(), forward.target(), forward.body(), findings);
    }
    return insecure;
  }

  private static ApiDecision solve(CallJudge judge, Set<String> entitlements) {
    Step step = judge.begin(JudgedMessage.BRIDGE + "Solve").step();
    if (step instanceof Step.NeedsBody body) {
      step = body.with(JudgedMessage.needing(entitlements));
    }
    return step instanceof Step.Decided decided
        ? decided.decision()
        : new ApiDecision.Deny(503, Call.UNDECIDED, Optional.empty(), List.of());
  }

  @Override
  public boolean insecure(boolean begun) {
    return switch (decision) {
      case ApiDecision.Forward noted -> {
        deciding.ledger().warned(request, noted);
        yield true;
      }
      case ApiDecision.Deny denied -> {
        deciding.ledger().denied(request, denied);
        say(Reply.ofHttp(denied.status()), denied.message(), begun);
        yield false;
      }
    };
  }

  @Override
  public void unreadable(String why, boolean begun) {
    deciding.ledger().malformed(why);
    say(
        Reply.INVALID_ARGUMENT,
        "enhanced container isolation: this call is not understood, because %s.".formatted(why),
        begun);
  }

  private void say(int status, String sentence, boolean begun) {
    var _ = caller.write(begun ? Reply.trailers(status, sentence) : Reply.of(status, sentence));
    Relay.flush(caller);
  }
}
