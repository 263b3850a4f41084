package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * One caller's connection: a request at a time, each decided on its own, and each answered before
 * the next is read.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class DownstreamHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionContext connectionContext;

  DownstreamHandler(ProxyServices proxyServices, DuplexChannel channel) {
    this.connectionContext = new ConnectionContext(proxyServices, channel);
  }

  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(
        connectionContext.preface, connectionContext.decoder, connectionContext.encoder, this);
  }

  /** To be called once, on the event loop. */
  void identified(Caller known) {
    connectionContext.caller = known;
    if (connectionContext.preface.isDetected()) {
      connectionContext.guarded(() -> connectionContext.protocolSwitcher().http2());
      return;
    }
    if (connectionContext.exchange != null
        && connectionContext.exchange.apiRequest == null
        && !connectionContext.exchange.done) {
      connectionContext.guarded(
          () -> connectionContext.requestEvaluator().authorize(connectionContext.exchange));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      connectionContext.guarded(() -> connectionContext.requestEvaluator().start(request));
    } else if (message instanceof HttpContent content) {
      connectionContext.guarded(() -> connectionContext.requestEvaluator().content(content));
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (connectionContext.engine != null
        && connectionContext.exchange != null
        && connectionContext.exchange.forward != null) {
      connectionContext.engine.flush();
    }
    connectionContext.reading();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (connectionContext.engine != null && connectionContext.engine.isActive()) {
      connectionContext
          .engine
          .channel()
          .config()
          .setAutoRead(connectionContext.channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    connectionContext.inputEnded = true;
    Exchange about = connectionContext.exchange;
    if (about == null || connectionContext.connectionCloser().isLingering()) {
      connectionContext
          .channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(ChannelFutureListener.CLOSE);
    } else if (about.done) {
      connectionContext.connectionCloser().linger();
    } else if (!about.complete && about.rest != Exchange.Rest.FORWARDED) {
      connectionContext.guarded(
          () -> connectionContext.connectionCloser().malformed("it ended early"));
    } else if (connectionContext.engine != null && about.forward != null) {
      connectionContext.engine.endOfInput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connectionContext.dropEngine();
    connectionContext.exchange = null;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
