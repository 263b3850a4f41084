// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Enlarges the flow-control windows. An API server sends all its reviews over one HTTP/2
 * connection, whose default window of 64 KiB is full after a few of them. The API server then picks
 * the next review at random, and some wait until they time out.
 */
@Singleton
public class Http2SettingsCustomizer implements HttpServerOptionsCustomizer {
  /** Window of one stream: a review up to this size is sent without waiting. */
  private static final int STREAM_WINDOW_BYTES = 256 << 10;

  /** Window of one connection, for all reviews in flight. */
  private static final int CONNECTION_WINDOW_BYTES = 4 << 20;

  /** The default of Go's HTTP/2 server. */
  private static final int CONCURRENT_STREAMS_MAX = 250;

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options
        .setInitialSettings(
            new Http2Settings(options.getInitialSettings())
                .setInitialWindowSize(STREAM_WINDOW_BYTES)
                .setMaxConcurrentStreams(CONCURRENT_STREAMS_MAX))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES);
  }
}
