package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.socketproxy.tar.TarFilter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request and its answer, as far as they have come. */
final class Exchange {
  /** What is to happen with the rest of the request. */
  enum Rest {
    /** It waits: what becomes of the request is not known yet. */
    WAITS,
    /** It is gathered to be judged. */
    GATHERED,
    /** It goes to the engine. */
    FORWARDED,
    /** Nobody wants it. */
    DROPPED
  }

  final HttpRequest request;
  final boolean toHead;
  final boolean old;
  final boolean hasBody;

  /** Of the body, in bytes; -1 if it does not say. */
  final long length;

  final boolean upgrade;
  boolean keepAlive;
  boolean awaitsContinue;

  Rest rest = Rest.WAITS;

  /** The whole request was read. */
  boolean complete;

  /** The head of an answer was sent. */
  boolean answered;

  /** All of the answer was sent. */
  boolean done;

  /** Bytes that were dropped. */
  long dropped;

  /** Changes the owners in the archive that goes one way. */
  @Nullable TarFilter filter;

  @Nullable ApiRequest apiRequest;
  @Nullable BodyBuffer gathered;
  Evaluation.@Nullable NeedsBody gatheredFor;
  ApiDecision.@Nullable Forward forward;

  Exchange(HttpRequest request) {
    HttpHeaders headers = request.headers();
    this.request = request;
    this.toHead = request.method().equals(HttpMethod.HEAD);
    this.old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean readable = request.decoderResult().isSuccess();
    boolean chunked = readable && HttpUtil.isTransferEncodingChunked(request);
    this.length = chunked || !readable ? -1 : HttpUtil.getContentLength(request, 0L);
    this.hasBody = chunked || length > 0;
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.awaitsContinue = !old && headers.contains(HttpHeaderNames.EXPECT);
    this.upgrade = headers.contains(HttpHeaderNames.UPGRADE);
  }

  ApiDecision.Forward forward() {
    return Objects.requireNonNull(forward);
  }

  boolean hasRequestFilter() {
    return filter != null && IdTranslation.isInRequest(forward().operation());
  }

  boolean hasResponseFilter() {
    return filter != null && !IdTranslation.isInRequest(forward().operation());
  }

  /** Whether the same request may be sent again if an old connection turns out to be dead. */
  boolean isRepeatable() {
    return !hasBody && (toHead || request.method().equals(HttpMethod.GET));
  }
}
