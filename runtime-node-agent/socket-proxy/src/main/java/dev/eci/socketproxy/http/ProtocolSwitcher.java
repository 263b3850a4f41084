// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Caller;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;

/** Switches a connection from HTTP/1.1 to HTTP/2 or to a raw stream. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class ProtocolSwitcher {
  private final ConnectionContext context;
  private final DownstreamConnection downstream;
  private final DuplexChannel channel;
  private final UpgradeHandlers upgradeHandlers;
  private final Http2PrefaceDetector preface;
  private final RequestDecoder decoder;
  private final ResponseEncoder encoder;
  private final ChannelHandler requestHandler;

  /**
   * For one connection.
   *
   * @param requestHandler the last handler of the pipeline while HTTP/1.1 is spoken
   */
  ProtocolSwitcher(
      ConnectionContext context,
      DownstreamConnection downstream,
      DuplexChannel channel,
      UpgradeHandlers upgradeHandlers,
      RequestDecoder decoder,
      ResponseEncoder encoder,
      ChannelHandler requestHandler) {
    this.context = context;
    this.downstream = downstream;
    this.channel = channel;
    this.upgradeHandlers = upgradeHandlers;
    this.decoder = decoder;
    this.encoder = encoder;
    this.requestHandler = requestHandler;
    this.preface = new Http2PrefaceDetector(() -> downstream.runGuarded(this::switchToHttp2));
  }

  /** The pipeline for HTTP/1.1. */
  void addHandlers() {
    channel.pipeline().addLast(preface, decoder, encoder, requestHandler);
  }

  /** After a request for an upgrade to h2c. */
  void upgrade(Exchange exchange, ApiDecision.Forward forward) {
    if (exchange.body().exists() || !exchange.isUpgradeRequested() || context.hasInputEnded()) {
      downstream.rejectMalformed("it must request an upgrade to h2c, without a body");
      return;
    }
    RequestHead.forEngine(exchange.request(), forward.target());
    RequestHead.upgrade(exchange.request().headers(), RequestHead.H2C);
    RequestHead.removeBody(exchange.request());
    Optional<ChannelHandler> next =
        upgradeHandlers.upgrade(
            channel, exchange.apiRequest().caller(), exchange.request(), forward);
    if (next.isPresent()) {
      downstream.closeUpstream();
      context.endExchange();
      replaceHandlers(next.get());
    } else {
      exchange.closeAfterResponse();
      downstream.reply(403, ProxyMessages.NO_GRPC);
    }
  }

  boolean isHttp2() {
    return preface.isDetected();
  }

  /** After the HTTP/2 preface, as soon as the caller is identified. */
  void switchToHttp2() {
    Caller caller = context.caller();
    if (caller == null) {
      return;
    }
    Optional<ChannelHandler> next = upgradeHandlers.http2(channel, caller);
    if (next.isPresent()) {
      replaceHandlers(next.get());
    } else {
      // the decoder rejects the preface as a malformed request
      channel.pipeline().remove(preface);
      downstream.updateReading();
    }
  }

  /** After a response with which both connections become a stream. */
  void switchToStream(UpstreamConnection upstream, HttpResponse response) {
    ResponseHead.opensStream(response);
    channel.write(response, channel.voidPromise());
    Tunnel[] tunnels = Tunnel.between(channel, upstream.channel());
    boolean ended = context.hasInputEnded() || decoder.isInputClosed();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(encoder);
    pipeline.replace(requestHandler, null, tunnels[0]);
    upstream.switchTo(tunnels[1]);
    pipeline.remove(decoder);
    channel.flush();
    upstream.flush();
    if (ended) {
      tunnels[0].end(channel);
    }
    channel.config().setAutoRead(true);
  }

  /** Decoders pass on the bytes that they have not decoded yet when they are removed. */
  private void replaceHandlers(ChannelHandler next) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(encoder);
    pipeline.replace(requestHandler, null, next);
    pipeline.remove(decoder);
    if (pipeline.context(preface) != null) {
      pipeline.remove(preface);
    }
  }
}
