package dev.eci.socketproxy.http;

import dev.eci.socketproxy.tar.TarFilter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;

/** Passes on what the engine answers, which its connection hands in. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseRelay {
  private final ConnectionContext context;
  private boolean engineStays;
  private boolean interim;

  ResponseRelay(ConnectionContext own) {
    this.context = own;
  }

  void answer(UpstreamConnection from, HttpResponse response) {
    Exchange about = context.exchange;
    if (from != context.engine || about == null || about.answered || about.forward == null) {
      // nobody asked
      from.close();
      return;
    }
    if (response.decoderResult().isFailure()) {
      context.dropEngine();
      context.connectionCloser().engineUnavailable("its answer cannot be read");
      return;
    }
    int code = response.status().code();
    interim = code < 200 && code != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    if (interim) {
      return;
    }
    boolean opensStream = from.decoder().isStreamStart();
    if (opensStream ? !about.complete : code < 200) {
      // a stream that nobody asked for, or before the request has ended
      context.dropEngine();
      context.connectionCloser().engineUnavailable("it answered " + code + " out of turn");
      return;
    }
    from.used = true;
    about.answered = true;
    if (opensStream) {
      stream(from, response);
      return;
    }
    engineStays =
        HttpUtil.isKeepAlive(response)
            && (about.toHead
                || code == 204
                || code == 304
                || HttpUtil.isTransferEncodingChunked(response)
                || HttpUtil.isContentLengthSet(response));
    if (code != HttpResponseStatus.OK.code() || about.toHead) {
      about.filter = null;
    } else if (about.hasResponseFilter()) {
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    about.keepAlive =
        ResponseHead.frameForCaller(response, about.toHead, about.old, about.keepAlive);
    context.channel.write(response, context.channel.voidPromise());
  }

  void answer(UpstreamConnection from, HttpContent content) {
    Exchange about = context.exchange;
    boolean last = content instanceof LastHttpContent;
    if (from != context.engine || about == null || !about.answered || interim) {
      content.release();
      interim &= !last;
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      context.channel.close();
      return;
    }
    if (about.hasResponseFilter()) {
      filtered(about, content, last);
    } else {
      context.channel.write(content, context.channel.voidPromise());
    }
    if (last) {
      about.done = true;
      context.channel.flush();
      if (!engineStays || !about.complete || context.inputEnded) {
        context.dropEngine();
      }
      context.guarded(() -> context.connectionCloser().finish(about));
    } else if (!context.channel.isWritable()) {
      from.channel().config().setAutoRead(false);
    }
  }

  private void filtered(Exchange about, HttpContent content, boolean last) {
    TarFilter filter = Objects.requireNonNull(about.filter);
    filter.filter(
        content.content(),
        part -> context.channel.write(new DefaultHttpContent(part), context.channel.voidPromise()));
    if (last) {
      filter.end(part ->
          context.channel.write(new DefaultHttpContent(part), context.channel.voidPromise()));
      context.channel.write(LastHttpContent.EMPTY_LAST_CONTENT, context.channel.voidPromise());
    }
  }

  void answerRead() {
    context.channel.flush();
  }

  void engineWritable() {
    context.reading();
  }

  void upstreamClosed(UpstreamConnection gone) {
    if (gone != context.engine) {
      return;
    }
    context.engine = null;
    Exchange about = context.exchange;
    if (about == null || about.forward == null || about.done) {
      return;
    }
    if (about.answered) {
      // the own.caller must see that something is missing
      context.channel.close();
    } else if (gone.used && about.isRepeatable()) {
      context.guarded(() -> context.upstreamForwarder().connect(about));
    } else {
      context.guarded(() ->
          context
              .connectionCloser()
              .engineUnavailable("it closed the connection without an answer"));
    }
  }

  private void stream(UpstreamConnection from, HttpResponse response) {
    ResponseHead.opensStream(response);
    context.channel.write(response, context.channel.voidPromise());
    Tunnel[] ways = Tunnel.between(context.channel, from.channel());
    boolean ended = context.inputEnded || context.decoder.isInputClosed();
    ChannelPipeline pipeline = context.channel.pipeline();
    pipeline.remove(context.encoder);
    pipeline.replace(DownstreamHandler.class, null, ways[0]);
    from.switchTo(ways[1]);
    pipeline.remove(context.decoder);
    context.channel.flush();
    from.flush();
    if (ended) {
      ways[0].end(context.channel);
    }
    context.channel.config().setAutoRead(true);
  }
}
