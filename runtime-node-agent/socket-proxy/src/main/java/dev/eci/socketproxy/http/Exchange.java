// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.socketproxy.body.BodyFilter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One request and its response: how far they have come. */
final class Exchange {
  /** How far the response has come. */
  private enum ResponsePhase {
    AWAITED,
    /** Between the head of an interim response (1xx) and its end. */
    INTERIM,
    STARTED,
    DONE
  }

  private final HttpRequest request;
  private final RequestBody body;
  private final boolean isHead;
  private final boolean isHttp10;
  private final boolean isUpgradeRequested;

  private boolean keepAlive;
  private boolean upstreamReusable;
  private ResponsePhase responsePhase = ResponsePhase.AWAITED;
  private @Nullable ApiRequest apiRequest;
  private ApiDecision.@Nullable Forward forward;
  private @Nullable BodyFilter filter;
  private final List<RequestMemory.Share> memory = new ArrayList<>();

  private @Nullable Future<?> deadline;

  Exchange(HttpRequest request) {
    HttpHeaders headers = request.headers();
    this.request = request;
    this.isHead = request.method().equals(HttpMethod.HEAD);
    this.isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    this.body = new RequestBody(request);
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.isUpgradeRequested = headers.contains(HttpHeaderNames.UPGRADE);
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

  RequestBody body() {
    return body;
  }

  boolean isUpgradeRequested() {
    return isUpgradeRequested;
  }

  /** Whether the same request may be sent again if a reused connection turns out to be dead. */
  boolean isRepeatable() {
    return !body.exists() && (isHead || request.method().equals(HttpMethod.GET));
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

  /** The request was written, so its body is not needed any more. */
  void sent() {
    ApiDecision.Forward written = forward();
    forward =
        new ApiDecision.Forward(
            written.operation(), written.target(), new ApiDecision.Body.NoBody(), List.of());
    releaseMemory();
  }

  /** Forwards another request in its place, with a translated body. */
  void translate(IdTranslation.Translated translated) {
    filter = translated.filter();
    forward = translated.request();
  }

  ApiDecision.Forward forward() {
    return Objects.requireNonNull(forward);
  }

  /** Changes the body of the request; null if it passes unchanged. */
  @Nullable BodyFilter requestFilter() {
    return filter != null && IdTranslation.isInRequest(forward().operation()) ? filter : null;
  }

  /** The same for the body of the response. */
  @Nullable BodyFilter responseFilter() {
    return filter != null && !IdTranslation.isInRequest(forward().operation()) ? filter : null;
  }

  // the memory for the evaluation

  /** Until the response, or until it is sent. */
  RequestMemory.Share useMemory(RequestMemory.Share share) {
    memory.add(share);
    return share;
  }

  /** What it uses stays in memory until the result is run, even if the connection ends. */
  Runnable retainMemory() {
    List<RequestMemory.Share> retained = memory.stream().map(RequestMemory.Share::retain).toList();
    return () -> retained.forEach(RequestMemory.Share::release);
  }

  /** Until which the request waits for memory. Ends with the use of memory. */
  void setDeadline(Future<?> timer) {
    endDeadline();
    deadline = timer;
  }

  private void endDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  void releaseMemory() {
    endDeadline();
    memory.forEach(RequestMemory.Share::release);
    memory.clear();
  }

  // the response

  /** Whether the engine is to respond, but has not started. */
  boolean needsUpstreamResponse() {
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

  /** Records which of the connections can stay open after the response. */
  void keepConnections(boolean keepsUpstream, boolean keepsDownstream) {
    upstreamReusable = keepsUpstream;
    keepAlive = keepsDownstream;
  }

  /** For a response that has no body to translate, such as an error. */
  void passResponseUnfiltered() {
    filter = null;
  }

  void endResponse() {
    responsePhase = ResponsePhase.DONE;
  }

  /** The proxy responds in place of the engine. */
  void respondLocally() {
    keepAlive &= body.isDiscardable();
    responsePhase = ResponsePhase.DONE;
    body.dropCollected();
    releaseMemory();
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

  boolean isKeepAlive() {
    return keepAlive;
  }

  void closeAfterResponse() {
    keepAlive = false;
  }

  boolean canReuseUpstream() {
    return upstreamReusable && body.isComplete();
  }
}
