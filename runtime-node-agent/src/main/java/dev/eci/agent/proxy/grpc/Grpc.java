package dev.eci.agent.proxy.grpc;

import dev.eci.agent.log.Log;
import dev.eci.agent.proxy.Deciding;
import dev.eci.agent.proxy.Protocols;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Step;
import dev.eci.policy.docker.build.SessionServices;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.StreamKind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * BuildKit's three ways to speak gRPC on Docker's socket: {@code /grpc}, where the caller calls;
 * {@code /session}, where the engine calls services of the caller's; and HTTP/2 from the first byte
 * on, which engines from 29.2 on take.
 *
 * @param engine its own socket
 */
public record Grpc(Path engine, Deciding deciding) implements Protocols {
  static final Log LOG = Log.of(Grpc.class);

  @Override
  public Optional<ChannelHandler> upgrade(
      Channel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    boolean session = decision.operation().stream() == StreamKind.SESSION;
    return Optional.of(
        new Early(
            new Upgrade(
                bootstrap(connection),
                request,
                (callers, engines) -> {
                  if (session) {
                    Sides.join(engines, callers, Grpc::served, deciding);
                  } else {
                    Sides.join(callers, engines, path -> called(caller, path), deciding);
                  }
                },
                deciding.ledger()::engineAway)));
  }

  @Override
  public Optional<ChannelHandler> http2(Channel connection, Caller caller) {
    return Optional.of(
        new Early(
            new Native(
                bootstrap(connection),
                (callers, engines) ->
                    Sides.join(callers, engines, path -> called(caller, path), deciding),
                deciding.ledger()::engineAway)));
  }

  private CallJudge.Begun called(Caller caller, String path) {
    ApiRequest request = new ApiRequest(caller, Operation.GRPC, path, "", true);
    return new CallJudge.Begun(request, deciding.judge().begin(request));
  }

  /** The engine is no stranger, but what it may be made to call is known. */
  private static CallJudge.Begun served(String path) {
    ApiRequest request =
        new ApiRequest(
            new Caller.Unknown("the engine itself, which calls"), Operation.GRPC, path, "", true);
    return new CallJudge.Begun(
        request,
        new Step.Decided(
            SessionServices.has(path)
                ? new ApiDecision.Forward(
                    Operation.UNKNOWN, path, new ApiDecision.Body.Callers(), List.of())
                : new ApiDecision.Deny(
                    501,
                    "enhanced container isolation: the engine's call of %s is not passed on."
                        .formatted(path.replaceAll("[^A-Za-z0-9_./]", "?")),
                    Optional.empty(),
                    List.of())));
  }

  /** On the same event loop, so that the two connections need no locks. */
  private Bootstrap bootstrap(Channel connection) {
    return new Bootstrap()
        .group(connection.eventLoop())
        .channel(EpollDomainSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        .remoteAddress(new DomainSocketAddress(engine.toString()));
  }
}
