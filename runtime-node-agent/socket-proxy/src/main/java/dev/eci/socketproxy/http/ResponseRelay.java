// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.socketproxy.body.BodyFilter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** Relays the engine's responses to the caller. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseRelay {
  private final ConnectionContext context;
  private final DownstreamConnection downstream;
  private final Channel channel;

  /**
   * For the responses of one connection.
   *
   * @param channel the caller's
   */
  ResponseRelay(ConnectionContext context, DownstreamConnection downstream, Channel channel) {
    this.context = context;
    this.downstream = downstream;
    this.channel = channel;
  }

  /** The head of a response. Returns whether both connections become a stream with it. */
  boolean start(UpstreamConnection from, HttpResponse response) {
    Exchange exchange = context.exchange();
    if (!context.isCurrent(from) || exchange == null || !exchange.needsUpstreamResponse()) {
      // the response to no request
      from.close();
      return false;
    }
    if (response.decoderResult().isFailure()) {
      fail("its response cannot be read");
      return false;
    }
    int code = response.status().code();
    boolean interim = code < 200 && code != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    if (interim) {
      exchange.startInterimResponse();
      return false;
    }
    boolean opensStream = from.isStreamStart();
    if (opensStream ? !exchange.body().isComplete() : code < 200) {
      // a stream that was not requested, or one before the request has ended
      fail("it sent an unexpected response " + code);
      return false;
    }
    from.markUsed();
    // before anything that could throw: a request whose response has started is never retried
    exchange.startResponse();
    if (opensStream) {
      return true;
    }
    boolean keepsUpstream =
        HttpUtil.isKeepAlive(response)
            && (exchange.isHead()
                || code == 204
                || code == 304
                || HttpUtil.isTransferEncodingChunked(response)
                || HttpUtil.isContentLengthSet(response));
    if (code != HttpResponseStatus.OK.code() || exchange.isHead()) {
      exchange.passResponseUnfiltered();
    } else if (exchange.responseFilter() != null) {
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    boolean keepsDownstream =
        ResponseHead.frameForCaller(
            response, exchange.isHead(), exchange.isHttp10(), exchange.isKeepAlive());
    exchange.keepConnections(keepsUpstream, keepsDownstream);
    channel.write(response, channel.voidPromise());
    return false;
  }

  private void fail(String why) {
    downstream.closeUpstream();
    downstream.replyEngineUnavailable(why);
  }

  /** A part of its body. */
  void relay(UpstreamConnection from, HttpContent content) {
    Exchange exchange = context.exchange();
    boolean last = content instanceof LastHttpContent;
    if (!context.isCurrent(from) || exchange == null || !exchange.isResponseUnderWay()) {
      content.release();
      if (last && exchange != null) {
        exchange.endInterimResponse();
      }
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      channel.close();
      return;
    }
    BodyFilter filter = exchange.responseFilter();
    if (filter != null) {
      relay(filter, content, last);
    } else {
      channel.write(content, channel.voidPromise());
    }
    if (last) {
      exchange.endResponse();
      channel.flush();
      if (!exchange.canReuseUpstream() || context.hasInputEnded()) {
        downstream.closeUpstream();
      }
      downstream.runGuarded(() -> downstream.finish(exchange));
    } else if (!channel.isWritable()) {
      from.setAutoRead(false);
    }
  }

  private void relay(BodyFilter filter, HttpContent content, boolean last) {
    filter.filter(
        content.content(),
        part -> channel.write(new DefaultHttpContent(part), channel.voidPromise()));
    if (last) {
      filter.end(part -> channel.write(new DefaultHttpContent(part), channel.voidPromise()));
      channel.write(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
    }
  }

  /** The engine has closed. Returns whether the request is to be sent over a new connection. */
  boolean shouldRetryAfterClose(UpstreamConnection closed) {
    if (!context.isCurrent(closed)) {
      return false;
    }
    context.detachUpstream();
    Exchange exchange = context.exchange();
    if (exchange == null || !exchange.isAllowed() || exchange.isResponseDone()) {
      return false;
    }
    if (exchange.hasResponseStarted()) {
      // the caller must see that a part of the response is missing
      channel.close();
      return false;
    }
    if (closed.isUsed() && exchange.isRepeatable()) {
      return true;
    }
    downstream.runGuarded(
        () -> downstream.replyEngineUnavailable("it closed the connection without a response"));
    return false;
  }
}
