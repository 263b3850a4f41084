package dev.eci.socketproxy.grpc;

import dev.eci.socketproxy.http.EvaluationServices;
import dev.eci.support.log.Log;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2MultiplexCodec;
import io.netty.handler.codec.http2.Http2MultiplexCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;

/** Makes HTTP/2 of two connections, one to who calls and one to who answers. */
// its successor takes each connection that was not accepted for a client's, and the engine calls
// too
@SuppressWarnings("deprecation")
final class Http2Bridge {
  private static final Log LOG = Log.of(Http2Bridge.class);

  /** A stream's, before its counterpart has taken what came. */
  private static final int WINDOW = 1 << 20;

  /** All streams of a connection together. */
  private static final int TOGETHER = 32 << 20;

  private static final int HEADERS = 64 << 10;
  private static final int MOST_CALLS = 256;

  private Http2Bridge() {}

  /** Adds the codecs; what is read from then on is HTTP/2. */
  static void join(
      Channel calls, Channel answers, CallAuthorizer judge, EvaluationServices evaluationServices) {
    add(answers.pipeline(), Http2MultiplexCodecBuilder.forClient(new StreamRejector()), calls);
    add(
        calls.pipeline(),
        Http2MultiplexCodecBuilder.forServer(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                stream
                    .pipeline()
                    .addLast(new GrpcCallEvaluator(judge, evaluationServices, answers));
              }
            }),
        answers);
    // prefaces are written on open connections, and wait for a read to be sent
    answers.flush();
    calls.flush();
  }

  private static void add(
      ChannelPipeline pipeline, Http2MultiplexCodecBuilder codec, Channel other) {
    Http2MultiplexCodec made =
        codec
            .initialSettings(settings(codec.isServer()))
            // calls above the answering side's limit wait for their turn
            .encoderEnforceMaxConcurrentStreams(!codec.isServer())
            .gracefulShutdownTimeoutMillis(0)
            .build();
    pipeline.addLast(made, new ConnectionHandler(other));
    try {
      Http2Connection connection = made.connection();
      // one stream that is not read must not hold up the others
      connection
          .local()
          .flowController()
          .incrementWindowSize(connection.connectionStream(), TOGETHER);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Http2Settings settings(boolean server) {
    Http2Settings settings =
        Http2Settings.defaultSettings().initialWindowSize(WINDOW).maxHeaderListSize(HEADERS);
    return server ? settings.maxConcurrentStreams(MOST_CALLS) : settings.pushEnabled(false);
  }

  /** Who answers opens no streams. */
  @ChannelHandler.Sharable
  private static final class StreamRejector extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      var _ = context.close();
    }
  }

  /** Where frames end that are about the connection; and when it ends, so does the other one. */
  private static final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private final Channel other;

    ConnectionHandler(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      var _ = other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.warn("a gRPC connection is closed", "because", String.valueOf(cause));
      var _ = context.close();
    }
  }
}
