// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.route.StreamKind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Owns one caller's connection and drives its parts. Requests are handled one at a time: each is
 * decided on its own, and gets its response before the next one is read.
 */
final class DownstreamHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionContext context;
  private final DuplexChannel channel;
  private final RequestDecoder decoder;
  private final DecisionRecorder recorder;
  private final DownstreamConnection downstream;
  private final RequestEvaluator requestEvaluator;
  private final UpstreamForwarder upstreamForwarder;
  private final ResponseRelay responseRelay;
  private final ProtocolSwitcher protocolSwitcher;

  /**
   * For one connection.
   *
   * @param peer is charged until the caller is identified
   */
  DownstreamHandler(ProxyServices services, DuplexChannel channel, RequestMemory.Account peer) {
    this.context = new ConnectionContext(peer);
    this.decoder = new RequestDecoder(services.memory().heads().share(peer));
    ResponseEncoder encoder = new ResponseEncoder();
    this.channel = channel;
    this.recorder = services.recorder();
    this.downstream =
        new DownstreamConnection(
            context, channel, decoder, encoder, recorder, services.receiveLimits());
    this.requestEvaluator =
        new RequestEvaluator(
            context,
            downstream,
            services.authorizer(),
            services.lookups(),
            services.memory(),
            services.receiveLimits().memory(),
            this::carryOut);
    this.upstreamForwarder =
        new UpstreamForwarder(
            context,
            downstream,
            channel,
            services.engine(),
            services.translation(),
            new UpstreamEvents());
    this.responseRelay = new ResponseRelay(context, downstream, channel);
    this.protocolSwitcher =
        new ProtocolSwitcher(
            context, downstream, channel, services.upgradeHandlers(), decoder, encoder, this);
  }

  void addToPipeline() {
    protocolSwitcher.addHandlers();
  }

  /** To be called once, on the event loop. */
  void identified(Caller caller) {
    context.identify(caller);
    if (!decoder.tryCharge(context.account())) {
      var _ = channel.close();
      return;
    }
    Exchange exchange = context.exchange();
    if (protocolSwitcher.isHttp2()) {
      downstream.runGuarded(protocolSwitcher::switchToHttp2);
      return;
    }
    downstream.updateReading();
    if (exchange != null && !exchange.isAuthorizing() && !exchange.isResponseDone()) {
      downstream.runGuarded(() -> requestEvaluator.authorize(exchange));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext handlerContext, Object message) {
    if (message instanceof HttpRequest request && !context.isLingering()) {
      downstream.runGuarded(() -> requestEvaluator.start(request));
      downstream.closeAfterLargeHead();
    } else if (message instanceof HttpContent content) {
      downstream.runGuarded(() -> read(content));
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(HttpContent content) {
    Exchange exchange = context.exchange();
    if (exchange == null) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      downstream.closeUpstream();
      downstream.rejectMalformed("its body does not match its framing");
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (last) {
      exchange.body().complete();
    }
    switch (exchange.body().use()) {
      case PAUSED -> content.release();
      case COLLECTED -> requestEvaluator.collect(exchange, content, last);
      case FORWARDED -> upstreamForwarder.forwardBody(exchange, content, last);
      case DISCARDED -> {
        boolean tooMuch = exchange.body().addDiscarded(content.content().readableBytes());
        content.release();
        if (tooMuch) {
          exchange.closeAfterResponse();
          if (exchange.isResponseDone()) {
            downstream.linger();
          }
        }
      }
    }
    if (last && exchange.isResponseDone() && context.isCurrent(exchange)) {
      downstream.finish(exchange);
    }
  }

  private void carryOut(Exchange exchange, ApiDecision decision) {
    switch (decision) {
      case ApiDecision.Deny deny -> {
        recorder.denied(exchange.apiRequest(), deny);
        downstream.reply(deny.status(), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.auditedViolations().isEmpty()) {
          recorder.warned(exchange.apiRequest(), forward);
        }
        exchange.allow(forward);
        StreamKind kind = forward.operation().stream();
        if (kind == StreamKind.SESSION || kind == StreamKind.GRPC) {
          protocolSwitcher.upgrade(exchange, forward);
        } else {
          upstreamForwarder.forward(exchange);
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext handlerContext) {
    UpstreamConnection upstream = context.upstream();
    Exchange exchange = context.exchange();
    if (upstream != null && exchange != null && exchange.isAllowed()) {
      upstream.flush();
    }
    downstream.received();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext handlerContext) {
    UpstreamConnection upstream = context.upstream();
    if (upstream != null && upstream.isActive()) {
      upstream.setAutoRead(channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext handlerContext, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.endInput();
      inputEnded();
    }
  }

  private void inputEnded() {
    Exchange exchange = context.exchange();
    UpstreamConnection upstream = context.upstream();
    if (exchange == null || context.isLingering()) {
      downstream.closeWhenFlushed();
    } else if (exchange.isResponseDone()) {
      downstream.linger();
    } else if (!exchange.body().isComplete()
        && exchange.body().use() != RequestBody.Use.FORWARDED) {
      downstream.runGuarded(() -> downstream.rejectMalformed("it ended early"));
    } else if (upstream != null && exchange.isAllowed()) {
      upstream.endOfInput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext handlerContext) {
    downstream.closed();
    downstream.closeUpstream();
    context.endExchange();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext handlerContext, Throwable cause) {
    var _ = handlerContext.close();
  }

  /** What comes on the connection to the engine. */
  private final class UpstreamEvents implements UpstreamConnection.Listener {
    @Override
    public void responseStarted(UpstreamConnection from, HttpResponse response) {
      if (responseRelay.start(from, response)) {
        protocolSwitcher.switchToStream(from, response);
      }
    }

    @Override
    public void responseContent(UpstreamConnection from, HttpContent content) {
      responseRelay.relay(from, content);
    }

    @Override
    public void readComplete() {
      channel.flush();
    }

    @Override
    public void writabilityChanged() {
      downstream.updateReading();
    }

    @Override
    public void closed(UpstreamConnection upstream) {
      Exchange exchange = context.exchange();
      if (responseRelay.shouldRetryAfterClose(upstream) && exchange != null) {
        downstream.runGuarded(() -> upstreamForwarder.connect(exchange));
      }
    }
  }
}
