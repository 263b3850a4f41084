package dev.eci.agent.proxy.grpc;

import dev.eci.agent.proxy.Deciding;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Step;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells a caller, and the record, why its call was cut off. */
record CutOff(Channel caller, Deciding deciding, ApiRequest request, ApiDecision.Deny denied)
    implements ProcessRelay.Refused {

  /**
   * For a call of {@code ExecProcess}; one that looks at nothing where no policy denies anything.
   */
  static Relay relay(
      Channel engine, Channel caller, CallJudge judge, Deciding deciding, ApiRequest request) {
    return denial(judge)
        .<Relay>map(
            denied -> new ProcessRelay(engine, new CutOff(caller, deciding, request, denied)))
        .orElseGet(() -> new Relay(engine));
  }

  /** A process outside of its sandbox is what a step is that needs this. */
  private static Optional<ApiDecision.Deny> denial(CallJudge judge) {
    Step step = judge.begin(JudgedMessage.BRIDGE + "Solve").step();
    if (step instanceof Step.NeedsBody body) {
      step = body.with(JudgedMessage.needing(Set.of("security.insecure")));
    }
    if (step instanceof Step.Decided decided) {
      return decided.decision() instanceof ApiDecision.Deny deny
          ? Optional.of(deny)
          : Optional.empty();
    }
    return Optional.of(new ApiDecision.Deny(503, Call.UNDECIDED, Optional.empty(), List.of()));
  }

  @Override
  public void insecure(boolean begun) {
    deciding.ledger().denied(request, denied);
    say(Reply.ofHttp(denied.status()), denied.message(), begun);
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
