// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.build.AllowedSessionServices;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.StreamKind;
import dev.eci.socketproxy.http.CallMemories;
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
import java.util.function.Supplier;

/**
 * The three ways in which BuildKit speaks gRPC on the Docker socket: {@code /grpc}, where the
 * caller calls the engine; {@code /session}, where the engine calls services of the caller; and
 * HTTP/2 from the first byte on, which the engine accepts from version 29.2 on.
 *
 * @param engine the engine's socket, behind the proxy
 * @param memory of all calls
 */
public record Grpc(Path engine, EvaluationServices services, CallMemories memory)
    implements UpgradeHandlers {
  static final Log LOG = Log.of(Grpc.class);

  /** For one socket. */
  public Grpc(Path engine, EvaluationServices services) {
    this(engine, services, new CallMemories());
  }

  @Override
  public Optional<ChannelHandler> upgrade(
      Channel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    boolean session = decision.operation().stream() == StreamKind.SESSION;
    return Optional.of(
        new PendingUpgradeHandler(
            new Upgrade(
                bootstrap(connection),
                request,
                (downstream, upstream) -> {
                  if (session) {
                    Http2Bridge.join(
                        upstream, downstream, Grpc::evaluateEngineCall, services, calls(caller));
                  } else {
                    Http2Bridge.join(
                        downstream,
                        upstream,
                        path -> evaluate(caller, path),
                        services,
                        calls(caller));
                  }
                },
                services.recorder()::engineUnavailable)));
  }

  @Override
  public Optional<ChannelHandler> http2(Channel connection, Caller caller) {
    return Optional.of(
        new PendingUpgradeHandler(
            new PriorKnowledgeHandler(
                bootstrap(connection),
                (downstream, upstream) ->
                    Http2Bridge.join(
                        downstream,
                        upstream,
                        path -> evaluate(caller, path),
                        services,
                        calls(caller)),
                services.recorder()::engineUnavailable)));
  }

  /** Calls of the engine on a caller's session are charged to that caller. */
  private Supplier<CallMemories.CallMemory> calls(Caller caller) {
    return () -> memory.ofCall(caller);
  }

  private CallAuthorizer.StartedEvaluation evaluate(Caller caller, String path) {
    ApiRequest request = new ApiRequest(caller, Operation.GRPC, path, "", true);
    return new CallAuthorizer.StartedEvaluation(request, services.authorizer().evaluate(request));
  }

  /** The engine is trusted, but a caller may make it call; so only known services are allowed. */
  private static CallAuthorizer.StartedEvaluation evaluateEngineCall(String path) {
    ApiRequest request =
        new ApiRequest(new Caller.Unknown("the engine itself"), Operation.GRPC, path, "", true);
    return new CallAuthorizer.StartedEvaluation(
        request,
        new Evaluation.Decided(
            AllowedSessionServices.isAllowed(path)
                ? new ApiDecision.Forward(
                    Operation.UNKNOWN, path, new ApiDecision.Body.OriginalBody(), List.of())
                : new ApiDecision.Deny(
                    501, GrpcMessages.unsupportedSessionCall(path), Optional.empty(), List.of())));
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
