package dev.eci.socketproxy.proxy;

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
  private final ConnectionContext own;
  private boolean engineStays;
  private boolean interim;

  ResponseRelay(ConnectionContext own) {
    this.own = own;
  }

  void answer(UpstreamConnection from, HttpResponse response) {
    Exchange about = own.exchange;
    if (from != own.engine || about == null || about.answered || about.forward == null) {
      // nobody asked
      from.close();
      return;
    }
    if (response.decoderResult().isFailure()) {
      own.dropEngine();
      own.endings().engineAway("its answer cannot be read");
      return;
    }
    int code = response.status().code();
    interim = code < 200 && code != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    if (interim) {
      return;
    }
    boolean opensStream = from.decoder().opensStream();
    if (opensStream ? !about.complete : code < 200) {
      // a stream that nobody asked for, or before the request has ended
      own.dropEngine();
      own.endings().engineAway("it answered " + code + " out of turn");
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
    } else if (about.filtersAnswer()) {
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    about.keepAlive = ResponseHead.forCaller(response, about.toHead, about.old, about.keepAlive);
    own.channel.write(response, own.channel.voidPromise());
  }

  void answer(UpstreamConnection from, HttpContent content) {
    Exchange about = own.exchange;
    boolean last = content instanceof LastHttpContent;
    if (from != own.engine || about == null || !about.answered || interim) {
      content.release();
      interim &= !last;
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      own.channel.close();
      return;
    }
    if (about.filtersAnswer()) {
      filtered(about, content, last);
    } else {
      own.channel.write(content, own.channel.voidPromise());
    }
    if (last) {
      about.done = true;
      own.channel.flush();
      if (!engineStays || !about.complete || own.inputEnded) {
        own.dropEngine();
      }
      own.guarded(() -> own.endings().finish(about));
    } else if (!own.channel.isWritable()) {
      from.channel().config().setAutoRead(false);
    }
  }

  private void filtered(Exchange about, HttpContent content, boolean last) {
    TarFilter filter = Objects.requireNonNull(about.filter);
    filter.pass(
        content.content(),
        part -> own.channel.write(new DefaultHttpContent(part), own.channel.voidPromise()));
    if (last) {
      filter.end(
          part -> own.channel.write(new DefaultHttpContent(part), own.channel.voidPromise()));
      own.channel.write(LastHttpContent.EMPTY_LAST_CONTENT, own.channel.voidPromise());
    }
  }

  void answerRead() {
    own.channel.flush();
  }

  void engineWritable() {
    own.reading();
  }

  void engineGone(UpstreamConnection gone) {
    if (gone != own.engine) {
      return;
    }
    own.engine = null;
    Exchange about = own.exchange;
    if (about == null || about.forward == null || about.done) {
      return;
    }
    if (about.answered) {
      // the own.caller must see that something is missing
      own.channel.close();
    } else if (gone.used && about.repeatable()) {
      own.guarded(() -> own.forwarding().connect(about));
    } else {
      own.guarded(() -> own.endings().engineAway("it closed the connection without an answer"));
    }
  }

  private void stream(UpstreamConnection from, HttpResponse response) {
    ResponseHead.opensStream(response);
    own.channel.write(response, own.channel.voidPromise());
    Tunnel[] ways = Tunnel.between(own.channel, from.channel());
    boolean ended = own.inputEnded || own.decoder.inputClosed();
    ChannelPipeline pipeline = own.channel.pipeline();
    pipeline.remove(own.encoder);
    pipeline.replace(DownstreamHandler.class, null, ways[0]);
    from.become(ways[1]);
    pipeline.remove(own.decoder);
    own.channel.flush();
    from.flush();
    if (ended) {
      ways[0].end(own.channel);
    }
    own.channel.config().setAutoRead(true);
  }
}
