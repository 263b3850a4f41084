package dev.eci.socketproxy.proxy;

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
  private final ConnectionContext own;

  DownstreamHandler(ProxyServices proxyServices, DuplexChannel channel) {
    this.own = new ConnectionContext(proxyServices, channel);
  }

  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(own.preface, own.decoder, own.encoder, this);
  }

  /** To be called once, on the event loop. */
  void is(Caller known) {
    own.caller = known;
    if (own.preface.found()) {
      own.guarded(() -> own.switching().http2());
      return;
    }
    if (own.exchange != null && own.exchange.asked == null && !own.exchange.done) {
      own.guarded(() -> own.hearing().ask(own.exchange));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      own.guarded(() -> own.hearing().begin(request));
    } else if (message instanceof HttpContent content) {
      own.guarded(() -> own.hearing().content(content));
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (own.engine != null && own.exchange != null && own.exchange.forward != null) {
      own.engine.flush();
    }
    own.reading();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (own.engine != null && own.engine.active()) {
      own.engine.channel().config().setAutoRead(own.channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    own.inputEnded = true;
    Exchange about = own.exchange;
    if (about == null || own.endings().lingering()) {
      own.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else if (about.done) {
      own.endings().linger();
    } else if (!about.complete && about.rest != Exchange.Rest.FORWARDED) {
      own.guarded(() -> own.endings().malformed("it ended early"));
    } else if (own.engine != null && about.forward != null) {
      own.engine.endOfInput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    own.dropEngine();
    own.exchange = null;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
