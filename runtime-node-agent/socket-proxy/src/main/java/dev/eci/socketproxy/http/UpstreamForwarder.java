// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.docker.route.StreamKind;
import dev.eci.socketproxy.body.BodyFilter;
import dev.eci.support.dockerapi.EngineApi;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Sends the engine what was allowed, and nothing else. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamForwarder {
  private static final int RETRY_MILLIS = 100;

  private final ConnectionContext context;
  private final DownstreamConnection downstream;
  private final Channel channel;
  private final Bootstrap engine;
  private final IdTranslation translation;
  private final UpstreamConnection.Listener responses;

  /**
   * For the requests of one connection.
   *
   * @param channel the caller's, with whose event loop connections to the engine run
   * @param responses receives what comes back
   */
  UpstreamForwarder(
      ConnectionContext context,
      DownstreamConnection downstream,
      Channel channel,
      Bootstrap engine,
      IdTranslation translation,
      UpstreamConnection.Listener responses) {
    this.context = context;
    this.downstream = downstream;
    this.channel = channel;
    this.engine = engine;
    this.translation = translation;
    this.responses = responses;
  }

  /** Forwards an allowed request, over the connection that served the one before if it can. */
  void forward(Exchange exchange) {
    if (IdTranslation.appliesTo(exchange.forward().operation())) {
      translate(exchange);
    } else {
      sendOrConnect(exchange);
    }
  }

  private void translate(Exchange exchange) {
    translation
        .translationFor(exchange.forward())
        .whenComplete((translated, failure) ->
            downstream.runLater(
                exchange,
                () -> {
                  if (failure != null) {
                    downstream.replyEngineUnavailable(String.valueOf(failure.getMessage()));
                  } else {
                    translated.ifPresent(exchange::translate);
                    sendOrConnect(exchange);
                  }
                }));
  }

  private void sendOrConnect(Exchange exchange) {
    UpstreamConnection upstream = context.upstream();
    if (upstream != null && upstream.isActive()) {
      send(exchange, upstream);
    } else {
      connect(exchange);
    }
  }

  /** Forwards an allowed request over a new connection, as soon as a restarting engine listens. */
  void connect(Exchange exchange) {
    connect(exchange, System.nanoTime() + EngineApi.RESTART.toNanos());
  }

  private void connect(Exchange exchange, long end) {
    UpstreamConnection upstream = new UpstreamConnection(responses);
    context.attachUpstream(upstream);
    upstream
        .connect(engine, channel)
        .addListener(connected -> {
          if (!context.isCurrent(upstream) || !context.isCurrent(exchange) || !channel.isActive()) {
            upstream.close();
          } else if (connected.isSuccess()) {
            downstream.runGuarded(() -> send(exchange, upstream));
          } else {
            context.detachUpstream();
            if (System.nanoTime() - end < 0) {
              channel
                  .eventLoop()
                  .schedule(
                      () -> downstream.runLater(exchange, () -> connect(exchange, end)),
                      RETRY_MILLIS,
                      TimeUnit.MILLISECONDS);
              return;
            }
            downstream.replyEngineUnavailable(
                Objects.requireNonNullElse(connected.cause().getMessage(), "no connection"));
          }
        });
  }

  private void send(Exchange exchange, UpstreamConnection upstream) {
    ApiDecision.Forward forward = exchange.forward();
    HttpRequest request = exchange.request();
    HttpHeaders headers = request.headers();
    StreamKind kind = forward.operation().stream();
    RequestHead.forEngine(request, forward.target());
    if (kind == StreamKind.WEBSOCKET) {
      RequestHead.upgrade(headers, HttpHeaderValues.WEBSOCKET);
    } else if (kind == StreamKind.HIJACK && exchange.isUpgradeRequested()) {
      RequestHead.upgrade(headers, RequestHead.RAW);
    }
    if (exchange.responseFilter() != null) {
      // a compressed body cannot be changed
      headers.remove(HttpHeaderNames.ACCEPT_ENCODING);
    }
    upstream.expectResponse(
        exchange.isHead(), kind == StreamKind.HIJACK || kind == StreamKind.WEBSOCKET);
    exchange.body().discard();
    switch (forward.body()) {
      case ApiDecision.Body.NoBody _ -> upstream.write(RequestHead.whole(request));
      case ApiDecision.Body.RewrittenBody rewritten -> {
        ByteBuf body = ByteBufUtil.writeAscii(channel.alloc(), JsonWriter.write(rewritten.value()));
        RequestHead.json(headers, body.readableBytes());
        upstream.write(request);
        upstream.write(new DefaultLastHttpContent(body));
      }
      case ApiDecision.Body.OriginalBody _ -> {
        exchange.body().forward();
        if (exchange.body().exists()) {
          if (exchange.requestFilter() != null) {
            RequestHead.chunked(headers);
          }
          upstream.write(request);
        } else {
          upstream.write(RequestHead.whole(request));
        }
      }
    }
    upstream.flush();
    if (!(forward.body() instanceof ApiDecision.Body.OriginalBody)) {
      exchange.sent();
    }
    if (exchange.body().exists() && !exchange.body().isComplete()) {
      downstream.readBody(exchange);
    } else if (context.hasInputEnded()) {
      upstream.endOfInput();
    }
  }

  /** The next part of a body that is forwarded as it comes. */
  void forwardBody(Exchange exchange, HttpContent content, boolean last) {
    UpstreamConnection upstream = context.upstream();
    BodyFilter filter = exchange.requestFilter();
    if (upstream == null || !exchange.body().exists()) {
      content.release();
    } else if (filter != null) {
      filter.filter(content.content(), part -> upstream.write(new DefaultHttpContent(part)));
      if (last) {
        filter.end(part -> upstream.write(new DefaultHttpContent(part)));
        upstream.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    } else if (last && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      // trailers are not evaluated, so they are not forwarded
      upstream.write(new DefaultLastHttpContent(content.content()));
    } else {
      upstream.write(content);
    }
  }
}
