package dev.eci.webhook.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Room on the one HTTP/2 connection over which an API server sends all its reviews. With HTTP/2's
 * own 64 KiB a few reviews fill it, and which of the others goes next is then up to chance in the
 * API server: the unlucky ones wait until their time runs out.
 */
@Singleton
public class Http2SettingsCustomizer implements HttpServerOptionsCustomizer {
  /** Of one review that its sender need not wait for; larger ones come in several turns. */
  private static final int REVIEW_BYTES = 256 << 10;

  /** Of all reviews that are under way on one connection. */
  private static final int ALL_BYTES = 4 << 20;

  /** As many as Go's own servers take. */
  private static final int AT_ONCE = 250;

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options
        .setInitialSettings(
            new Http2Settings(options.getInitialSettings())
                .setInitialWindowSize(REVIEW_BYTES)
                .setMaxConcurrentStreams(AT_ONCE))
        .setHttp2ConnectionWindowSize(ALL_BYTES);
  }
}
