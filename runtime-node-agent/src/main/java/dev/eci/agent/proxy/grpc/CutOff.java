package dev.eci.agent.proxy.grpc;

import dev.eci.agent.proxy.Deciding;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import io.netty.channel.Channel;

/** Tells a caller, and the record, why its call was cut off. */
record CutOff(Channel caller, Deciding deciding, ApiRequest request, ApiDecision.Deny denied)
    implements ProcessRelay.Refused {
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
