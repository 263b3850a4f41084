// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Serves a caller that requests an upgrade: the engine grants or denies it, then both connections
 * are joined.
 */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
record Upgrade(
    Bootstrap engine, HttpRequest request, Http2Joiner http2Joiner, Consumer<String> onUnavailable)
    implements Consumer<PendingUpgradeHandler> {
  private static final String SWITCHING =
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

  @Override
  public void accept(PendingUpgradeHandler pendingUpgradeHandler) {
    var _ =
        engine
            .connect()
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                onUnavailable.accept(String.valueOf(connected.cause().getMessage()));
                deny(pendingUpgradeHandler.callerChannel(), 502, "Bad Gateway");
                var _ =
                    pendingUpgradeHandler
                        .callerChannel()
                        .writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
                return;
              }
              Channel upstream = ((ChannelFuture) connected).channel();
              pendingUpgradeHandler.engineConnected(upstream);
              upstream
                  .pipeline()
                  .addLast(
                      new HttpClientCodec(),
                      new UpgradeResponseHandler(pendingUpgradeHandler, http2Joiner));
              var _ = upstream.write(request);
              var _ = upstream.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            });
  }

  private static void deny(Channel caller, int status, String reason) {
    caller.write(
        Unpooled.copiedBuffer(
            "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                .formatted(status, reason),
            StandardCharsets.US_ASCII),
        caller.voidPromise());
  }

  /** Reads the engine's response. */
  private static final class UpgradeResponseHandler extends ChannelInboundHandlerAdapter {
    private final PendingUpgradeHandler pendingUpgradeHandler;
    private final Http2Joiner http2Joiner;
    private final Queue<Object> afterResponse = new ArrayDeque<>();
    private boolean denied;
    private boolean switching;

    UpgradeResponseHandler(PendingUpgradeHandler pendingUpgradeHandler, Http2Joiner http2Joiner) {
      this.pendingUpgradeHandler = pendingUpgradeHandler;
      this.http2Joiner = http2Joiner;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (switching) {
        afterResponse.add(message);
      } else if (message instanceof HttpResponse response) {
        if (response.status().code() == 101) {
          switched(context);
        } else {
          denied = true;
          deny(
              pendingUpgradeHandler.callerChannel(),
              response.status().code(),
              response.status().reasonPhrase());
        }
        ReferenceCountUtil.release(message);
      } else if (denied && message instanceof HttpContent content) {
        ChannelFuture written =
            pendingUpgradeHandler.callerChannel().writeAndFlush(content.content());
        if (message instanceof LastHttpContent) {
          var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    /** The codec passes on what it has read behind the response when it is removed. */
    private void switched(ChannelHandlerContext context) {
      Channel upstream = context.channel();
      upstream.config().setAutoRead(false);
      switching = true;
      upstream.pipeline().remove(HttpClientCodec.class);
      Channel caller = pendingUpgradeHandler.callerChannel();
      if (!caller.isActive()) {
        afterResponse.forEach(ReferenceCountUtil::release);
        var _ = upstream.close();
        return;
      }
      caller.writeAndFlush(
          Unpooled.copiedBuffer(SWITCHING, StandardCharsets.US_ASCII), caller.voidPromise());
      pendingUpgradeHandler.join(http2Joiner);
      for (Object next = afterResponse.poll(); next != null; next = afterResponse.poll()) {
        context.fireChannelRead(next);
      }
      upstream.pipeline().remove(this);
      upstream.config().setAutoRead(true);
      var _ = upstream.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!denied) {
        var _ = pendingUpgradeHandler.callerChannel().close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
