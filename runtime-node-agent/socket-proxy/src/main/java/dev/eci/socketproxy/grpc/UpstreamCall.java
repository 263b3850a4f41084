// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;

/** Opens the stream of a call on the connection to the side that is called. */
final class UpstreamCall {
  private UpstreamCall() {}

  /**
   * Opens a stream, whose responses go to the caller.
   *
   * @param opened receives the stream, or why it cannot be opened
   */
  static void open(Channel server, Channel caller, Consumer<Future<Http2StreamChannel>> opened) {
    var _ =
        new Http2StreamChannelBootstrap(server)
            .handler(
                new ChannelInitializer<Http2StreamChannel>() {
                  @Override
                  protected void initChannel(Http2StreamChannel stream) {
                    stream.pipeline().addLast(new StreamRelay(caller));
                  }
                })
            .open()
            .addListener((Future<Http2StreamChannel> done) -> opened.accept(done));
  }

  /** The head with the path that was evaluated, not as the caller wrote it. */
  static Http2HeadersFrame head(Http2HeadersFrame first, String path) {
    Http2Headers headers = new DefaultHttp2Headers();
    first
        .headers()
        .forEach(field -> {
          if (field.getKey().length() > 0 && field.getKey().charAt(0) != ':') {
            headers.add(field.getKey(), field.getValue());
          }
        });
    headers.method("POST").scheme("http").authority("docker").path(path);
    return new DefaultHttp2HeadersFrame(headers, first.isEndStream());
  }
}
