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
 * A caller who asked for an upgrade: it gets one if the engine grants it, and then both are joined.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
record Upgrade(
    Bootstrap engine, HttpRequest request, Http2Joiner joining, Consumer<String> onUnavailable)
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
                refuse(pendingUpgradeHandler.callerChannel(), 502, "Bad Gateway");
                var _ =
                    pendingUpgradeHandler
                        .callerChannel()
                        .writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
                return;
              }
              Channel to = ((ChannelFuture) connected).channel();
              pendingUpgradeHandler.engineConnected(to);
              to.pipeline()
                  .addLast(new HttpClientCodec(), new UpgradeResponseHandler(pendingUpgradeHandler, joining));
              var _ = to.write(request);
              var _ = to.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            });
  }

  private static void refuse(Channel callers, int status, String reason) {
    callers.write(
        Unpooled.copiedBuffer(
            "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                .formatted(status, reason),
            StandardCharsets.US_ASCII),
        callers.voidPromise());
  }

  /** Reads the engine's answer. */
  private static final class UpgradeResponseHandler extends ChannelInboundHandlerAdapter {
    private final PendingUpgradeHandler pendingUpgradeHandler;
    private final Http2Joiner http2Joiner;
    private final Queue<Object> behind = new ArrayDeque<>();
    private boolean refused;
    private boolean switching;

    UpgradeResponseHandler(PendingUpgradeHandler pendingUpgradeHandler, Http2Joiner http2Joiner) {
      this.pendingUpgradeHandler = pendingUpgradeHandler;
      this.http2Joiner = http2Joiner;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (switching) {
        behind.add(message);
      } else if (message instanceof HttpResponse response) {
        if (response.status().code() == 101) {
          switched(context);
        } else {
          refused = true;
          refuse(
              pendingUpgradeHandler.callerChannel(),
              response.status().code(),
              response.status().reasonPhrase());
        }
        ReferenceCountUtil.release(message);
      } else if (refused && message instanceof HttpContent content) {
        ChannelFuture written = pendingUpgradeHandler.callerChannel().writeAndFlush(content.content());
        if (message instanceof LastHttpContent) {
          var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    /** What came behind the answer comes out of the codec when that goes. */
    private void switched(ChannelHandlerContext context) {
      Channel to = context.channel();
      to.config().setAutoRead(false);
      switching = true;
      to.pipeline().remove(HttpClientCodec.class);
      Channel callers = pendingUpgradeHandler.callerChannel();
      if (!callers.isActive()) {
        behind.forEach(ReferenceCountUtil::release);
        var _ = to.close();
        return;
      }
      callers.writeAndFlush(
          Unpooled.copiedBuffer(SWITCHING, StandardCharsets.US_ASCII), callers.voidPromise());
      pendingUpgradeHandler.join(http2Joiner);
      for (Object next = behind.poll(); next != null; next = behind.poll()) {
        context.fireChannelRead(next);
      }
      to.pipeline().remove(this);
      to.config().setAutoRead(true);
      var _ = to.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!refused) {
        var _ = pendingUpgradeHandler.callerChannel().close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
