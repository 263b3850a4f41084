package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.build.AllowedSessionServices;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.StreamKind;
import dev.eci.socketproxy.http.EvaluationServices;
import dev.eci.socketproxy.http.UpgradeHandlers;
import dev.eci.support.log.Log;
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
public record Grpc(Path engine, EvaluationServices deciding) implements UpgradeHandlers {
  static final Log LOG = Log.of(Grpc.class);

  @Override
  public Optional<ChannelHandler> upgrade(
      Channel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    boolean session = decision.operation().stream() == StreamKind.SESSION;
    return Optional.of(
        new PendingUpgradeHandler(
            new Upgrade(
                bootstrap(connection),
                request,
                (callers, engines) -> {
                  if (session) {
                    Http2Bridge.join(engines, callers, Grpc::served, deciding);
                  } else {
                    Http2Bridge.join(callers, engines, path -> called(caller, path), deciding);
                  }
                },
                deciding.recorder()::engineUnavailable)));
  }

  @Override
  public Optional<ChannelHandler> http2(Channel connection, Caller caller) {
    return Optional.of(
        new PendingUpgradeHandler(
            new PriorKnowledgeHandler(
                bootstrap(connection),
                (callers, engines) ->
                    Http2Bridge.join(callers, engines, path -> called(caller, path), deciding),
                deciding.recorder()::engineUnavailable)));
  }

  private CallAuthorizer.StartedEvaluation called(Caller caller, String path) {
    ApiRequest request = new ApiRequest(caller, Operation.GRPC, path, "", true);
    return new CallAuthorizer.StartedEvaluation(request, deciding.authorizer().evaluate(request));
  }

  /** The engine is no stranger, but what it may be made to call is known. */
  private static CallAuthorizer.StartedEvaluation served(String path) {
    ApiRequest request =
        new ApiRequest(
            new Caller.Unknown("the engine itself, which calls"), Operation.GRPC, path, "", true);
    return new CallAuthorizer.StartedEvaluation(
        request,
        new Evaluation.Decided(
            AllowedSessionServices.isAllowed(path)
                ? new ApiDecision.Forward(
                    Operation.UNKNOWN, path, new ApiDecision.Body.OriginalBody(), List.of())
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
