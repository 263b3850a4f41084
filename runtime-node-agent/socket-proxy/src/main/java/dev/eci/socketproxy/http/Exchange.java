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

/** One request and its response: how far each of them has come. */
final class Exchange {
  /** How many bytes of an unused body are read to keep the connection open. */
  static final int MAX_DISCARDED = 256 << 10;

  /** What happens to the part of the request body that is read next. */
  enum BodyUse {
    /** It is not read: the decision about the request is not known yet. */
    PAUSED,
    /** It is collected to be evaluated. */
    COLLECTED,
    /** It is forwarded to the engine. */
    FORWARDED,
    /** It is read and discarded. */
    DISCARDED
  }

  /** How far the response has come. */
  private enum ResponsePhase {
    AWAITED,
    /** Between the head of an interim response (1xx) and its end. */
    INTERIM,
    STARTED,
    DONE
  }

  private final HttpRequest request;
  private final boolean isHead;
  private final boolean isHttp10;
  private final boolean hasBody;
  private final boolean requestsUpgrade;
  private final long length;

  private boolean keepAlive;
  private boolean expectsContinue;
  private boolean requestComplete;
  private boolean upstreamReusable;
  private long discarded;
  private BodyUse bodyUse = BodyUse.PAUSED;
  private ResponsePhase responsePhase = ResponsePhase.AWAITED;
  private @Nullable ApiRequest apiRequest;
  private @Nullable CollectedBody collectedBody;
  private ApiDecision.@Nullable Forward forward;
  private @Nullable TarFilter filter;

  Exchange(HttpRequest request) {
    HttpHeaders headers = request.headers();
    this.request = request;
    this.isHead = request.method().equals(HttpMethod.HEAD);
    this.isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean readable = request.decoderResult().isSuccess();
    boolean chunked = readable && HttpUtil.isTransferEncodingChunked(request);
    this.length = chunked || !readable ? -1 : HttpUtil.getContentLength(request, 0L);
    this.hasBody = chunked || length > 0;
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.expectsContinue = !isHttp10 && headers.contains(HttpHeaderNames.EXPECT);
    this.requestsUpgrade = headers.contains(HttpHeaderNames.UPGRADE);
  }

  HttpRequest request() {
    return request;
  }

  boolean isHead() {
    return isHead;
  }

  boolean isHttp10() {
    return isHttp10;
  }

  boolean hasBody() {
    return hasBody;
  }

  /** Of the request body, in bytes; -1 if the request does not declare it. */
  long length() {
    return length;
  }

  boolean requestsUpgrade() {
    return requestsUpgrade;
  }

  /** Whether the same request may be sent again if a reused connection turns out to be dead. */
  boolean isRepeatable() {
    return !hasBody && (isHead || request.method().equals(HttpMethod.GET));
  }

  // the decision

  boolean isAuthorizing() {
    return apiRequest != null;
  }

  void authorize(ApiRequest submitted) {
    apiRequest = submitted;
  }

  ApiRequest apiRequest() {
    return Objects.requireNonNull(apiRequest);
  }

  boolean isAllowed() {
    return forward != null;
  }

  void allow(ApiDecision.Forward allowed) {
    forward = allowed;
  }

  /** Forwards another request in its place, with translated owners in the archive. */
  void translate(IdTranslation.Translated translated) {
    filter = new TarFilter(translated.users(), translated.groups());
    forward = translated.request();
  }

  ApiDecision.Forward forward() {
    return Objects.requireNonNull(forward);
  }

  /** Changes the owners in the archive of the request body; null if none is to be changed. */
  @Nullable TarFilter requestFilter() {
    return filter != null && IdTranslation.isInRequest(forward().operation()) ? filter : null;
  }

  /** The same for the body of the response. */
  @Nullable TarFilter responseFilter() {
    return filter != null && !IdTranslation.isInRequest(forward().operation()) ? filter : null;
  }

  // the request body

  BodyUse bodyUse() {
    return bodyUse;
  }

  boolean expectsContinue() {
    return expectsContinue;
  }

  void continueSent() {
    expectsContinue = false;
  }

  void collectBody(Evaluation.NeedsBody needed) {
    collectedBody = new CollectedBody(needed, length);
    bodyUse = BodyUse.COLLECTED;
  }

  CollectedBody collectedBody() {
    return Objects.requireNonNull(collectedBody);
  }

  void bodyCollected() {
    collectedBody = null;
    bodyUse = BodyUse.PAUSED;
  }

  void forwardBody() {
    bodyUse = BodyUse.FORWARDED;
  }

  void discardBody() {
    bodyUse = BodyUse.DISCARDED;
  }

  /** Counts bytes that were discarded, and returns whether they are too many to go on. */
  boolean discard(int bytes) {
    discarded += bytes;
    if (discarded > MAX_DISCARDED) {
      keepAlive = false;
      return true;
    }
    return false;
  }

  void completeRequest() {
    requestComplete = true;
  }

  boolean isRequestComplete() {
    return requestComplete;
  }

  // the response

  /** Whether the engine is to respond, and has not started to. */
  boolean awaitsUpstreamResponse() {
    return forward != null && !hasResponseStarted();
  }

  void startInterimResponse() {
    responsePhase = ResponsePhase.INTERIM;
  }

  void endInterimResponse() {
    if (responsePhase == ResponsePhase.INTERIM) {
      responsePhase = ResponsePhase.AWAITED;
    }
  }

  void startResponse() {
    responsePhase = ResponsePhase.STARTED;
  }

  /** Of a response whose end does not depend on the end of a connection, or does. */
  void startResponse(boolean keepsUpstream, boolean keepsDownstream) {
    startResponse();
    upstreamReusable = keepsUpstream;
    keepAlive = keepsDownstream;
  }

  /** Responses of errors are no archives. */
  void passResponseUnfiltered() {
    filter = null;
  }

  void endResponse() {
    responsePhase = ResponsePhase.DONE;
  }

  /** The proxy responds in place of the engine. */
  void respondLocally() {
    keepAlive &= requestComplete || (!expectsContinue && length >= 0 && length <= MAX_DISCARDED);
    responsePhase = ResponsePhase.DONE;
    collectedBody = null;
  }

  boolean isResponseUnderWay() {
    return responsePhase == ResponsePhase.STARTED;
  }

  boolean hasResponseStarted() {
    return responsePhase == ResponsePhase.STARTED || responsePhase == ResponsePhase.DONE;
  }

  boolean isResponseDone() {
    return responsePhase == ResponsePhase.DONE;
  }

  // the connections behind the response

  boolean keepsAlive() {
    return keepAlive;
  }

  void closeAfterResponse() {
    keepAlive = false;
  }

  boolean canReuseUpstream() {
    return upstreamReusable && requestComplete;
  }
}
