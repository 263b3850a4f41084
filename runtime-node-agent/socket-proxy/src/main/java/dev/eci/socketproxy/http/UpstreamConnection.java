// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to the engine. It serves one caller's connection and shares its event loop. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private final Listener listener;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private final HttpRequestEncoder encoder = new HttpRequestEncoder();
  private @Nullable DuplexChannel channel;
  private boolean used;

  /** Receives what the engine sends, on the event loop. */
  interface Listener {
    void responseStarted(UpstreamConnection from, HttpResponse response);

    /** The listener releases the content. */
    void responseContent(UpstreamConnection from, HttpContent content);

    void readComplete();

    void writabilityChanged();

    void closed(UpstreamConnection upstream);
  }

  UpstreamConnection(Listener listener) {
    this.listener = listener;
  }

  /**
   * Connects.
   *
   * @param downstream the caller's channel, whose event loop is used
   */
  ChannelFuture connect(Bootstrap engine, Channel downstream) {
    return engine
        .clone(downstream.eventLoop())
        .handler(
            new ChannelInitializer<DuplexChannel>() {
              @Override
              protected void initChannel(DuplexChannel connected) {
                channel = connected;
                connected.pipeline().addLast(decoder, encoder, UpstreamConnection.this);
              }
            })
        .connect();
  }

  DuplexChannel channel() {
    return Objects.requireNonNull(channel);
  }

  boolean isActive() {
    return channel != null && channel.isActive() && !channel.isInputShutdown();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  /** Whether it has served a request: then the engine may have closed it without notice. */
  boolean isUsed() {
    return used;
  }

  void markUsed() {
    used = true;
  }

  /**
   * Before the next request.
   *
   * @param toHead whether its response has no body, whatever the headers say
   * @param mayOpenStream whether the connection may become a stream with its response
   */
  void expectResponse(boolean toHead, boolean mayOpenStream) {
    decoder.expect(toHead, mayOpenStream);
  }

  /** Whether the connection becomes a stream with the response that was just read. */
  boolean isStreamStart() {
    return decoder.isStreamStart();
  }

  void write(Object message) {
    channel().write(message, channel().voidPromise());
  }

  void flush() {
    channel().flush();
  }

  void setAutoRead(boolean reads) {
    channel().config().setAutoRead(reads);
  }

  /** Forwards that the caller sends no more. Engines treat that as a caller that has left. */
  void endOfInput() {
    if (channel != null && channel.isActive()) {
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
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
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      listener.responseStarted(this, response);
    } else if (message instanceof HttpContent content) {
      listener.responseContent(this, content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    listener.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    listener.writabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    listener.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
