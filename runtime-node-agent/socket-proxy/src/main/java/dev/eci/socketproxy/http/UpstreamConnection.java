package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to the engine, of one caller's connection alone and on the same event loop. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private final ResponseRelay caller;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private final HttpRequestEncoder encoder = new HttpRequestEncoder();
  private @Nullable DuplexChannel channel;

  /** Whether an answer came on it before: it may have been closed since without our knowing. */
  boolean used;

  UpstreamConnection(ResponseRelay caller) {
    this.caller = caller;
  }

  ChannelFuture connect(Bootstrap engine, Channel beside) {
    return engine
        .clone(beside.eventLoop())
        .handler(
            new io.netty.channel.ChannelInitializer<DuplexChannel>() {
              @Override
              protected void initChannel(DuplexChannel made) {
                channel = made;
                made.pipeline().addLast(decoder, encoder, UpstreamConnection.this);
              }
            })
        .connect();
  }

  DuplexChannel channel() {
    return Objects.requireNonNull(channel);
  }

  ResponseDecoder decoder() {
    return decoder;
  }

  boolean isActive() {
    return channel != null && channel.isActive() && !channel.isInputShutdown();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  void write(Object message) {
    channel().write(message, channel().voidPromise());
  }

  void flush() {
    channel().flush();
  }

  /** The caller sends no more; engines take that for a caller who has left. */
  void endOfInput() {
    if (channel != null && channel.isActive()) {
      channel
          .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
          .addListener(_ -> {
            if (channel().isActive()) {
              channel().shutdownOutput();
            }
          });
    }
  }

  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  /** From now on both connections are a stream. */
  void switchTo(Tunnel tunnel) {
    channel().pipeline().replace(this, null, tunnel);
    channel().pipeline().remove(encoder);
    channel().pipeline().remove(decoder);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpResponse response) {
      caller.answer(this, response);
    } else if (message instanceof HttpContent content) {
      caller.answer(this, content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    caller.answerRead();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    caller.engineWritable();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    caller.upstreamClosed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
