// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.socketproxy.http.CallMemories;
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
import java.util.function.Supplier;

/** Joins two connections by HTTP/2: one to the side that calls, one to the side that is called. */
// the successor of this codec treats each connection that was not accepted as a client's, but the
// engine calls on one that the proxy opened
@SuppressWarnings("deprecation")
final class Http2Bridge {
  private static final Log LOG = Log.of(Http2Bridge.class);

  /** Bytes of all streams of a connection together, above what these may have under way. */
  private static final int CONNECTION_WINDOW = 32 << 20;

  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int MAX_CALLS = 256;

  private Http2Bridge() {}

  /** Adds the codecs: both connections speak HTTP/2 from then on. */
  static void join(
      Channel calling,
      Channel called,
      CallAuthorizer authorizer,
      EvaluationServices services,
      Supplier<CallMemories.CallMemory> memory) {
    add(called.pipeline(), Http2MultiplexCodecBuilder.forClient(new StreamRejector()), calling);
    add(
        calling.pipeline(),
        Http2MultiplexCodecBuilder.forServer(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                stream
                    .pipeline()
                    .addLast(new GrpcCallEvaluator(authorizer, services, called, memory.get()));
              }
            }),
        called);
    // the codecs write the prefaces, but flush them only at the end of a read
    called.flush();
    calling.flush();
  }

  private static void add(
      ChannelPipeline pipeline, Http2MultiplexCodecBuilder codec, Channel other) {
    Http2MultiplexCodec multiplexCodec =
        codec
            .initialSettings(settings(codec.isServer()))
            // calls above the limit of the called side wait
            .encoderEnforceMaxConcurrentStreams(!codec.isServer())
            .gracefulShutdownTimeoutMillis(0)
            .build();
    pipeline.addLast(multiplexCodec, new ConnectionHandler(other));
    try {
      Http2Connection connection = multiplexCodec.connection();
      // one stream that is not read must not block the others
      connection
          .local()
          .flowController()
          .incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Http2Settings settings(boolean server) {
    Http2Settings settings =
        Http2Settings.defaultSettings()
            .initialWindowSize(CallMemories.WINDOW)
            .maxHeaderListSize(MAX_HEADER_BYTES);
    return server ? settings.maxConcurrentStreams(MAX_CALLS) : settings.pushEnabled(false);
  }

  /** The side that is called must not open streams. */
  @ChannelHandler.Sharable
  private static final class StreamRejector extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      var _ = context.close();
    }
  }

  /** Releases the frames of the connection itself; closes the other connection with this one. */
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
      LOG.warn("closing a gRPC connection", "because", String.valueOf(cause));
      var _ = context.close();
    }
  }
}
