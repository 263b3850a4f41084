// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.socketproxy.http.CallMemories.CallMemory;
import dev.eci.socketproxy.http.EvaluationDriver;
import dev.eci.socketproxy.http.EvaluationServices;
import dev.eci.support.log.Log;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call, from its head until it is decided. Frames that arrive meanwhile wait. */
final class GrpcCallEvaluator extends ChannelInboundHandlerAdapter
    implements EvaluationDriver.Listener, MessageCollector.Listener {
  private static final Log LOG = Log.of(GrpcCallEvaluator.class);

  private final CallAuthorizer authorizer;
  private final EvaluationServices services;
  private final EvaluationDriver driver;
  private final Channel server;
  private final CallMemory memory;
  private final BufferedCall bufferedCall = new BufferedCall();
  private @Nullable MessageCollector collector;
  private @Nullable Http2HeadersFrame head;
  private @Nullable ApiRequest request;
  private Evaluation.@Nullable NeedsBody needed;
  private @Nullable ChannelHandlerContext context;
  private boolean ended;

  /**
   * On a stream of the side that calls.
   *
   * @param server connection to the side that is called
   * @param memory for this call
   */
  GrpcCallEvaluator(
      CallAuthorizer authorizer, EvaluationServices services, Channel server, CallMemory memory) {
    this.authorizer = authorizer;
    this.services = services;
    this.driver = new EvaluationDriver(services.lookups(), this::runLater, this);
    this.server = server;
    this.memory = memory;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    var _ = added.channel().closeFuture().addListener(_ -> memory.release());
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (head == null && message instanceof Http2HeadersFrame first) {
      head = first;
      from.channel().config().setAutoRead(false);
      runGuarded(() -> start(first.headers()));
    } else if (collector != null && message instanceof Http2DataFrame data) {
      MessageCollector current = collector;
      runGuarded(() -> current.add(data));
    } else {
      bufferedCall.add(message);
    }
  }

  private void start(Http2Headers headers) {
    if (!memory.tryStart()) {
      respond(GrpcErrorResponse.RESOURCE_EXHAUSTED, GrpcMessages.BUSY);
      return;
    }
    if (!GrpcRequestHead.isGrpc(headers)) {
      respond(GrpcErrorResponse.notGrpc());
      return;
    }
    String path = headers.path().toString();
    if (!GrpcRequestHead.isMethod(path)) {
      respond(GrpcErrorResponse.INVALID_ARGUMENT, GrpcMessages.INVALID_METHOD);
      return;
    }
    CallAuthorizer.StartedEvaluation started = authorizer.evaluate(path);
    request = started.request();
    driver.advance(started.evaluation());
  }

  @Override
  public void lookupsFailed(Throwable cause) {
    LOG.error("lookups for a decision failed", cause);
    respond(GrpcErrorResponse.UNAVAILABLE, GrpcMessages.UNDECIDED);
  }

  @Override
  public void bodyNeeded(Evaluation.NeedsBody body) {
    needed = body;
    bufferedCall.startCollecting(context());
    if (Objects.requireNonNull(head).isEndStream()) {
      evaluateBody();
    } else {
      collector = new MessageCollector(bufferedCall, memory, context().channel(), this);
      collector.collect();
    }
  }

  @Override
  public void complete() {
    collector = null;
    evaluateBody();
  }

  @Override
  public void malformed(MalformedGrpcMessageException e) {
    String why = String.valueOf(e.getMessage());
    services.recorder().malformed(why);
    respond(GrpcErrorResponse.INVALID_ARGUMENT, GrpcMessages.malformed(why));
  }

  @Override
  public void failed(int status, String message) {
    respond(status, message);
  }

  private void evaluateBody() {
    context().channel().config().setAutoRead(false);
    Evaluation evaluation;
    try {
      evaluation =
          Objects.requireNonNull(needed)
              .resume(
                  MessageInspector.forPath(Objects.requireNonNull(request).target())
                      .read(bufferedCall.message()));
    } catch (MalformedGrpcMessageException e) {
      malformed(e);
      return;
    }
    driver.advance(evaluation);
  }

  @Override
  public void decided(ApiDecision decision) {
    ApiRequest evaluated = Objects.requireNonNull(request);
    switch (decision) {
      case ApiDecision.Deny deny -> {
        services.recorder().denied(evaluated, deny);
        respond(GrpcErrorResponse.ofHttp(deny.status()), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.auditedViolations().isEmpty()) {
          services.recorder().warned(evaluated, forward);
        }
        open(forward.target());
      }
    }
  }

  private void open(String path) {
    UpstreamCall.open(
        server,
        context().channel(),
        opened -> {
          if (ended || !context().channel().isActive()) {
            if (opened.isSuccess()) {
              var _ = opened.getNow().close();
            }
          } else if (opened.isSuccess()) {
            forward(opened.getNow(), path);
          } else {
            respond(GrpcErrorResponse.UNAVAILABLE, GrpcMessages.unavailable(opened.cause()));
          }
        });
  }

  private void forward(Http2StreamChannel upstream, String path) {
    ended = true;
    StreamRelay relay = relay(upstream, path);
    relay.forward(UpstreamCall.head(Objects.requireNonNull(head), path));
    Channel stream = context().channel();
    stream.pipeline().replace(this, null, relay);
    bufferedCall.passTo(relay, memory::releaseMessage);
    StreamRelay.flush(upstream);
    stream.config().setAutoRead(true);
  }

  private StreamRelay relay(Channel upstream, String path) {
    return path.equals(GatewayProcessRelay.PATH)
        ? GatewayProcessHandler.relay(
            upstream,
            context().channel(),
            authorizer,
            services,
            Objects.requireNonNull(request),
            memory)
        : new StreamRelay(upstream);
  }

  private void respond(int status, String message) {
    respond(List.of(GrpcErrorResponse.of(status, message)));
  }

  private void respond(List<Http2StreamFrame> response) {
    end();
    for (Http2StreamFrame frame : response) {
      var _ = context().write(frame);
    }
    StreamRelay.flush(context().channel());
    // further frames are read and released
    context().channel().config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    end();
  }

  private void end() {
    ended = true;
    if (collector != null) {
      collector.end();
    }
    bufferedCall.drop();
    memory.releaseMessage();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  @Override
  public void runLater(Runnable task) {
    context()
        .executor()
        .execute(() -> {
          if (!ended) {
            runGuarded(task);
          }
        });
  }

  /** If the task fails, nothing is forwarded. */
  private void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("cannot handle a call", e);
      respond(GrpcErrorResponse.UNAVAILABLE, GrpcMessages.UNDECIDED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    var _ = from.close();
  }
}
