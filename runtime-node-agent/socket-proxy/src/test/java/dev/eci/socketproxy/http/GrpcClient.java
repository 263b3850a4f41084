// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that starts with HTTP/2, and sends messages to their end or not. */
final class GrpcClient implements AutoCloseable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Path socket;

  GrpcClient(Path socket) {
    this.socket = socket;
  }

  Channel connect() {
    return new Bootstrap()
        .group(loops)
        .channel(EpollDomainSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new DomainSocketAddress(socket.toString()))
        .syncUninterruptibly()
        .channel();
  }

  /** Speaks HTTP/2 on a new connection. */
  Channel connectHttp2() {
    Channel channel = connect();
    channel
        .eventLoop()
        .submit(() ->
            channel
                .pipeline()
                .addLast(
                    Http2FrameCodecBuilder.forClient().build(),
                    new Http2MultiplexHandler(new ChannelInboundHandlerAdapter())))
        .syncUninterruptibly();
    return channel;
  }

  /**
   * A message of {@code declared} bytes, of which the first {@code sent} are sent.
   *
   * @return {@code grpc-status} and {@code grpc-message} of the response
   */
  CompletableFuture<String> call(Channel connection, String path, int declared, int sent) {
    CompletableFuture<String> response = new CompletableFuture<>();
    Channel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(new ResponseHandler(response))
            .open()
            .syncUninterruptibly()
            .getNow();
    stream.write(
        new DefaultHttp2HeadersFrame(
            new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority("d")
                .path(path)
                .add("content-type", "application/grpc")
                .add("te", "trailers")));
    stream.writeAndFlush(
        new DefaultHttp2DataFrame(message(declared).slice(0, sent), sent == declared + 5));
    return response;
  }

  /** One unknown field, which is one byte in front of a length of four bytes. */
  private static ByteBuf message(int bytes) {
    ByteBuf message = Unpooled.buffer(bytes + 5).writeByte(0).writeInt(bytes);
    if (bytes > 5) {
      int length = bytes - 5;
      message.writeByte(0x0a);
      for (int shift = 0; shift < 21; shift += 7) {
        message.writeByte(0x80 | length >> shift & 0x7f);
      }
      message.writeByte(length >> 21);
    }
    return message.writeZero(message.writableBytes());
  }

  /** Collects head and trailers. */
  private static final class ResponseHandler extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<String> response;

    ResponseHandler(CompletableFuture<String> response) {
      this.response = response;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame head && head.isEndStream()) {
        response.complete(
            head.headers().get("grpc-status") + " " + head.headers().get("grpc-message"));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      response.complete("closed");
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
