package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call, from its head until it is decided; what comes meanwhile waits. */
final class GrpcCallEvaluator extends ChannelInboundHandlerAdapter {
  private static final Log LOG = Log.of(GrpcCallEvaluator.class);

  /** In one spelling: by it the message is read. */
  private static final Pattern METHOD = Pattern.compile("/[A-Za-z0-9_.]+/[A-Za-z0-9_]+");

  static final String UNDECIDED =
      "enhanced container isolation: this call could not be judged because of an error, which is in the agent's log.";

  private final CallAuthorizer judge;
  private final EvaluationServices evaluationServices;
  private final Channel server;
  private final BufferedCall bufferedCall = new BufferedCall();
  private @Nullable Http2HeadersFrame head;
  private @Nullable ApiRequest request;
  private Evaluation.@Nullable NeedsBody needed;
  private @Nullable ChannelHandlerContext context;
  private boolean ended;

  /**
   * On a stream of the side that calls.
   *
   * @param server connection to the side that answers
   */
  GrpcCallEvaluator(CallAuthorizer judge, EvaluationServices evaluationServices, Channel server) {
    this.judge = judge;
    this.evaluationServices = evaluationServices;
    this.server = server;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (head == null && message instanceof Http2HeadersFrame first) {
      head = first;
      from.channel().config().setAutoRead(false);
      guarded(() -> start(first.headers()));
    } else if (bufferedCall.isCollecting() && message instanceof Http2DataFrame data) {
      guarded(() -> gather(data));
    } else {
      bufferedCall.add(message);
    }
  }

  private void start(Http2Headers headers) {
    CharSequence type = headers.get("content-type");
    if (!"POST".contentEquals(headers.method())
        || headers.path() == null
        || type == null
        || !type.toString().startsWith("application/grpc")) {
      refuse(GrpcErrorResponse.notGrpc());
      return;
    }
    String path = headers.path().toString();
    if (!METHOD.matcher(path).matches()) {
      refuse(
          GrpcErrorResponse.INVALID_ARGUMENT,
          "enhanced container isolation: this is no name of a gRPC method.");
      return;
    }
    CallAuthorizer.StartedEvaluation startedEvaluation = judge.evaluate(path);
    request = startedEvaluation.request();
    advance(startedEvaluation.evaluation());
  }

  private void advance(Evaluation evaluation) {
    switch (evaluation) {
      case Evaluation.Decided decided -> decided(decided.decision());
      case Evaluation.NeedsFacts facts ->
          evaluationServices
              .lookups()
              .find(facts.lookups())
              .whenComplete((found, failure) ->
                  context()
                      .executor()
                      .execute(() -> {
                        if (!ended) {
                          guarded(() -> {
                            if (failure != null) {
                              throw new IllegalStateException(failure);
                            }
                            advance(facts.resume(found));
                          });
                        }
                      }));
      case Evaluation.NeedsBody body -> {
        needed = body;
        bufferedCall.startCollecting(context());
        for (Object early = bufferedCall.next(); early != null; early = bufferedCall.next()) {
          if (early instanceof Http2DataFrame data) {
            gather(data);
          } else {
            ReferenceCountUtil.release(early);
          }
        }
        if (Objects.requireNonNull(head).isEndStream()) {
          evaluateBody();
        } else if (!ended) {
          context().channel().config().setAutoRead(true);
        }
      }
    }
  }

  private void gather(Http2DataFrame data) {
    if (!bufferedCall.tryCollect(data)) {
      refuse(
          GrpcErrorResponse.RESOURCE_EXHAUSTED,
          "enhanced container isolation: the message of this call is too large to be judged.");
      return;
    }
    if (data.isEndStream()) {
      evaluateBody();
    }
  }

  private void evaluateBody() {
    context().channel().config().setAutoRead(false);
    try {
      advance(
          Objects.requireNonNull(needed)
              .resume(
                  MessageInspector.forPath(Objects.requireNonNull(request).target())
                      .read(bufferedCall.message())));
    } catch (MalformedGrpcMessageException e) {
      evaluationServices.recorder().malformed(String.valueOf(e.getMessage()));
      refuse(
          GrpcErrorResponse.INVALID_ARGUMENT,
          "enhanced container isolation: this call is not understood, because %s."
              .formatted(e.getMessage()));
    }
  }

  private void decided(ApiDecision decision) {
    ApiRequest about = Objects.requireNonNull(request);
    switch (decision) {
      case ApiDecision.Deny deny -> {
        evaluationServices.recorder().denied(about, deny);
        refuse(GrpcErrorResponse.ofHttp(deny.status()), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.auditedViolations().isEmpty()) {
          evaluationServices.recorder().warned(about, forward);
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
            refuse(
                GrpcErrorResponse.UNAVAILABLE, "the other side takes no call: " + opened.cause());
          }
        });
  }

  private void forward(Http2StreamChannel to, String path) {
    ended = true;
    StreamRelay streamRelay = relay(to, path);
    streamRelay.forward(UpstreamCall.head(Objects.requireNonNull(head), path));
    Channel own = context().channel();
    own.pipeline().replace(this, null, streamRelay);
    bufferedCall.passTo(streamRelay);
    StreamRelay.flush(to);
    own.config().setAutoRead(true);
  }

  private StreamRelay relay(Channel to, String path) {
    return path.equals(GatewayProcessRelay.PATH)
        ? GatewayProcessHandler.relay(
            to, context().channel(), judge, evaluationServices, Objects.requireNonNull(request))
        : new StreamRelay(to);
  }

  private void refuse(int status, String sentence) {
    refuse(List.of(GrpcErrorResponse.of(status, sentence)));
  }

  private void refuse(List<Http2StreamFrame> reply) {
    ended = true;
    bufferedCall.drop();
    for (Http2StreamFrame frame : reply) {
      var _ = context().write(frame);
    }
    StreamRelay.flush(context().channel());
    // what still comes is nobody's
    context().channel().config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    ended = true;
    bufferedCall.drop();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  /** Whatever goes wrong, nothing is passed on. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a call could not be handled", e);
      refuse(GrpcErrorResponse.UNAVAILABLE, UNDECIDED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    var _ = from.close();
  }
}
