package dev.eci.agent.proxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A caller who asked for an upgrade: it gets one if the engine grants it, and then both are joined.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class Upgrade extends ChannelInboundHandlerAdapter {
  private static final String SWITCHING =
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
  private static final String REFUSED =
      "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

  private final Bootstrap engine;
  private final HttpRequest request;
  private final Joining joining;
  private final Consumer<String> away;
  private final Queue<Object> waiting = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext callers;
  private @Nullable Channel made;

  Upgrade(Bootstrap engine, HttpRequest request, Joining joining, Consumer<String> away) {
    this.engine = engine;
    this.request = request;
    this.joining = joining;
    this.away = away;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    callers = context;
    context.channel().config().setAutoRead(false);
    var _ =
        engine
            .connect()
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                away.accept(String.valueOf(connected.cause().getMessage()));
                end(502, "Bad Gateway", Unpooled.EMPTY_BUFFER);
                return;
              }
              Channel to = ((ChannelFuture) connected).channel();
              made = to;
              to.pipeline().addLast(new HttpClientCodec(), new Granted());
              var _ = to.write(request);
              var _ = to.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf) {
      waiting.add(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (made != null) {
      var _ = made.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  private void join(Channel to) {
    ChannelHandlerContext context = Objects.requireNonNull(callers);
    Channel own = context.channel();
    if (!own.isActive()) {
      var _ = to.close();
      return;
    }
    own.writeAndFlush(
        Unpooled.copiedBuffer(SWITCHING, StandardCharsets.US_ASCII), own.voidPromise());
    joining.join(own, to);
    for (Object early = waiting.poll(); early != null; early = waiting.poll()) {
      context.fireChannelRead(early);
    }
    own.pipeline().remove(this);
    own.config().setAutoRead(true);
    var _ = own.read();
  }

  private void end(int status, String reason, ByteBuf body) {
    Channel own = Objects.requireNonNull(callers).channel();
    own.write(
        Unpooled.copiedBuffer(REFUSED.formatted(status, reason), StandardCharsets.US_ASCII),
        own.voidPromise());
    var _ = own.writeAndFlush(body).addListener(ChannelFutureListener.CLOSE);
  }

  /** Reads the engine's answer. */
  private final class Granted extends ChannelInboundHandlerAdapter {
    private final Queue<Object> behind = new ArrayDeque<>();
    private boolean refused;
    private boolean switching;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (switching) {
        behind.add(message);
      } else if (message instanceof HttpResponse response) {
        if (response.status().code() == 101) {
          switched(context);
        } else {
          refused = true;
          Channel own = Objects.requireNonNull(callers).channel();
          own.write(
              Unpooled.copiedBuffer(
                  REFUSED.formatted(response.status().code(), response.status().reasonPhrase()),
                  StandardCharsets.US_ASCII),
              own.voidPromise());
        }
        ReferenceCountUtil.release(message);
      } else if (refused && message instanceof HttpContent content) {
        Channel own = Objects.requireNonNull(callers).channel();
        ChannelFuture written = own.writeAndFlush(content.content());
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
      join(to);
      for (Object early = behind.poll(); early != null; early = behind.poll()) {
        context.fireChannelRead(early);
      }
      to.pipeline().remove(this);
      to.config().setAutoRead(true);
      var _ = to.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!refused) {
        var _ = Objects.requireNonNull(callers).close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
