package dev.eci.agent.proxy;

import dev.eci.agent.log.Log;
import dev.eci.agent.proxy.tar.TarFilter;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Step;
import dev.eci.policy.docker.json.JsonText;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.StreamKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One caller's connection: a request at a time, each decided on its own, and each answered before
 * the next is read.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class CallerConnection extends ChannelInboundHandlerAdapter {
  private static final Log LOG = Log.of(CallerConnection.class);

  /** Bytes of a body that nobody wants which are read for the sake of the connection. */
  private static final int DROP_MOST = 256 << 10;

  private static final int LINGER_SECONDS = 2;

  private final Parts parts;
  private final RequestDecoder decoder = new RequestDecoder();
  private final ResponseEncoder encoder = new ResponseEncoder();
  private final DuplexChannel channel;
  private @Nullable Caller caller;
  private @Nullable Exchange exchange;
  private @Nullable EngineConnection engine;
  private boolean engineStays;
  private boolean interim;
  private boolean inputEnded;
  private boolean lingering;

  CallerConnection(Parts parts, DuplexChannel channel) {
    this.parts = parts;
    this.channel = channel;
  }

  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(decoder, encoder, this);
  }

  /** To be called once, on the event loop. */
  void is(Caller known) {
    caller = known;
    if (exchange != null && exchange.asked == null && !exchange.done) {
      guarded(() -> ask(exchange));
    }
  }

  // ---- the request

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      guarded(() -> begin(request));
    } else if (message instanceof HttpContent content) {
      guarded(() -> content(content));
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest request) {
    Exchange begun = new Exchange(request);
    exchange = begun;
    encoder.toHead(begun.toHead);
    if (request.decoderResult().isFailure()) {
      malformed(String.valueOf(request.decoderResult().cause().getMessage()));
      return;
    }
    if (!begun.old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      begun.keepAlive = false;
      reply(505, "only HTTP/1.1 and HTTP/1.0 are understood here");
      return;
    }
    Optional<String> problem = RequestHead.problem(request);
    if (problem.isPresent()) {
      malformed(problem.get());
      return;
    }
    if (begun.awaitsContinue
        && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
            request.headers().get(HttpHeaderNames.EXPECT))) {
      begun.keepAlive = false;
      reply(417, "of expectations only 100-continue is understood here");
      return;
    }
    if (caller != null) {
      ask(begun);
    }
  }

  private void ask(Exchange about) {
    HttpRequest request = about.request;
    String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    ApiRequest asked =
        new ApiRequest(
            Objects.requireNonNull(caller),
            request.method().name(),
            request.uri(),
            contentType == null ? "" : contentType,
            about.hasBody);
    about.asked = asked;
    advance(about, parts.judge().begin(asked));
  }

  private void advance(Exchange about, Step first) {
    Step step = first;
    while (true) {
      switch (step) {
        case Step.Decided decided -> {
          decided(about, decided.decision());
          return;
        }
        case Step.NeedsFacts needed -> {
          parts
              .facts()
              .find(needed.questions())
              .whenComplete((facts, failure) -> later(about, () -> {
                if (failure != null) {
                  LOG.error("a decision could not be prepared", failure);
                  reply(503, Sentences.UNDECIDED);
                } else {
                  advance(about, needed.with(facts));
                }
              }));
          return;
        }
        case Step.NeedsBody needed -> {
          if (about.hasBody) {
            gather(about, needed);
            return;
          }
          step = needed.with(new JsonValue.Null());
        }
      }
    }
  }

  private void gather(Exchange about, Step.NeedsBody needed) {
    if (about.length > needed.atMost()) {
      reply(413, Sentences.tooLarge(needed.atMost()));
      return;
    }
    about.gatheredFor = needed;
    about.gathered = new BodyBuffer(needed.atMost());
    about.rest = Exchange.Rest.GATHERED;
    goOn(about);
  }

  private void goOn(Exchange about) {
    if (about.awaitsContinue) {
      about.awaitsContinue = false;
      channel.writeAndFlush(OwnAnswers.goOn(), channel.voidPromise());
    }
    proceed();
  }

  private void proceed() {
    try {
      decoder.proceed();
    } catch (Exception e) {
      LOG.error("a request could not be read", e);
      channel.close();
      return;
    }
    if (engine != null) {
      engine.flush();
    }
    reading();
  }

  private void content(HttpContent content) {
    Exchange about = exchange;
    if (about == null || content.decoderResult().isFailure()) {
      content.release();
      if (about != null) {
        about.keepAlive = false;
        dropEngine();
        malformed("its body is not framed as it says");
      }
      return;
    }
    boolean last = content instanceof LastHttpContent;
    about.complete |= last;
    switch (about.rest) {
      case WAITS -> content.release();
      case GATHERED -> gathered(about, content, last);
      case FORWARDED -> {
        if (about.hasBody) {
          forwarded(about, content, last);
        } else {
          content.release();
        }
      }
      case DROPPED -> {
        about.dropped += content.content().readableBytes();
        content.release();
        if (about.dropped > DROP_MOST) {
          about.keepAlive = false;
          if (about.done) {
            linger();
          }
        }
      }
    }
    if (last && about.done && exchange == about) {
      finish(about);
    }
  }

  private void gathered(Exchange about, HttpContent content, boolean last) {
    BodyBuffer body = Objects.requireNonNull(about.gathered);
    boolean fits;
    try {
      fits = body.add(content.content());
    } finally {
      content.release();
    }
    Step.NeedsBody needed = Objects.requireNonNull(about.gatheredFor);
    if (!fits) {
      reply(413, Sentences.tooLarge(needed.atMost()));
      return;
    }
    if (last) {
      about.gathered = null;
      about.rest = Exchange.Rest.WAITS;
      JsonValue value;
      try {
        value = JsonReader.read(body.bytes(), body.length());
      } catch (Malformed e) {
        malformed(String.valueOf(e.getMessage()));
        return;
      }
      advance(about, needed.with(value));
    }
  }

  private void forwarded(Exchange about, HttpContent content, boolean last) {
    EngineConnection to = engine;
    if (to == null) {
      content.release();
    } else if (about.filtersRequest()) {
      TarFilter filter = Objects.requireNonNull(about.filter);
      filter.pass(content.content(), part -> to.write(new DefaultHttpContent(part)));
      if (last) {
        filter.end(part -> to.write(new DefaultHttpContent(part)));
        to.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    } else if (last && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      // nobody judged them
      to.write(new DefaultLastHttpContent(content.content()));
    } else {
      to.write(content);
    }
  }

  // ---- what becomes of it

  private void decided(Exchange about, ApiDecision decision) {
    ApiRequest asked = Objects.requireNonNull(about.asked);
    switch (decision) {
      case ApiDecision.Deny deny -> {
        parts.ledger().denied(asked, deny);
        reply(deny.status(), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.findings().isEmpty()) {
          parts.ledger().warned(asked, forward);
        }
        about.forward = forward;
        StreamKind kind = forward.operation().stream();
        if (kind == StreamKind.SESSION || kind == StreamKind.GRPC) {
          if (!parts.protocols().upgrade(channel, asked.caller(), about.request, forward)) {
            about.keepAlive = false;
            reply(403, Sentences.NO_GRPC);
          }
        } else if (Translation.concerns(forward.operation())) {
          translated(about, forward);
        } else {
          reach(about);
        }
      }
    }
  }

  private void translated(Exchange about, ApiDecision.Forward forward) {
    parts
        .translation()
        .of(forward)
        .whenComplete((owners, failure) -> later(about, () -> {
          if (failure != null) {
            engineAway(String.valueOf(failure.getMessage()));
          } else {
            about.filter = owners.map(TarFilter::new).orElse(null);
            reach(about);
          }
        }));
  }

  private void reach(Exchange about) {
    if (engine != null && engine.active()) {
      send(about);
    } else {
      connect(about);
    }
  }

  private void connect(Exchange about) {
    EngineConnection made = new EngineConnection(this);
    engine = made;
    made.connect(parts.engine(), channel)
        .addListener(future -> {
          if (engine != made || exchange != about || !channel.isActive()) {
            made.close();
          } else if (future.isSuccess()) {
            guarded(() -> send(about));
          } else {
            engine = null;
            engineAway(Objects.requireNonNullElse(future.cause().getMessage(), "no connection"));
          }
        });
  }

  private void send(Exchange about) {
    EngineConnection to = Objects.requireNonNull(engine);
    ApiDecision.Forward forward = about.forward();
    HttpRequest request = about.request;
    HttpHeaders headers = request.headers();
    StreamKind kind = forward.operation().stream();
    RequestHead.forEngine(request, forward.target());
    if (kind == StreamKind.WEBSOCKET) {
      RequestHead.upgrade(headers, HttpHeaderValues.WEBSOCKET);
    } else if (kind == StreamKind.HIJACK && about.upgrade) {
      RequestHead.upgrade(headers, RequestHead.RAW);
    }
    if (about.filtersAnswer()) {
      // what is compressed cannot be changed
      headers.remove(HttpHeaderNames.ACCEPT_ENCODING);
    }
    to.decoder().expect(about.toHead, kind == StreamKind.HIJACK || kind == StreamKind.WEBSOCKET);
    about.rest = Exchange.Rest.DROPPED;
    switch (forward.body()) {
      case ApiDecision.Body.Nothing _ -> {
        RequestHead.noBody(request);
        to.write(request);
        to.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      case ApiDecision.Body.Rewritten rewritten -> {
        ByteBuf body = ByteBufUtil.writeAscii(channel.alloc(), JsonText.of(rewritten.value()));
        RequestHead.json(headers, body.readableBytes());
        to.write(request);
        to.write(new DefaultLastHttpContent(body));
      }
      case ApiDecision.Body.Callers _ -> {
        about.rest = Exchange.Rest.FORWARDED;
        if (about.hasBody) {
          if (about.filtersRequest()) {
            RequestHead.chunked(headers);
          }
          to.write(request);
        } else {
          RequestHead.noBody(request);
          to.write(request);
          to.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
      }
    }
    to.flush();
    if (about.hasBody && !about.complete) {
      goOn(about);
    } else if (inputEnded) {
      to.endOfInput();
    }
  }

  // ---- the engine's answer, called by its connection

  void answer(EngineConnection from, HttpResponse response) {
    Exchange about = exchange;
    if (from != engine || about == null || about.answered || about.forward == null) {
      // nobody asked
      from.close();
      return;
    }
    if (response.decoderResult().isFailure()) {
      dropEngine();
      engineAway("its answer cannot be read");
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
      dropEngine();
      engineAway("it answered " + code + " out of turn");
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
    channel.write(response, channel.voidPromise());
  }

  void answer(EngineConnection from, HttpContent content) {
    Exchange about = exchange;
    boolean last = content instanceof LastHttpContent;
    if (from != engine || about == null || !about.answered || interim) {
      content.release();
      interim &= !last;
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      channel.close();
      return;
    }
    if (about.filtersAnswer()) {
      filtered(about, content, last);
    } else {
      channel.write(content, channel.voidPromise());
    }
    if (last) {
      about.done = true;
      channel.flush();
      if (!engineStays || !about.complete || inputEnded) {
        dropEngine();
      }
      guarded(() -> finish(about));
    } else if (!channel.isWritable()) {
      from.channel().config().setAutoRead(false);
    }
  }

  private void filtered(Exchange about, HttpContent content, boolean last) {
    TarFilter filter = Objects.requireNonNull(about.filter);
    filter.pass(
        content.content(),
        part -> channel.write(new DefaultHttpContent(part), channel.voidPromise()));
    if (last) {
      filter.end(part -> channel.write(new DefaultHttpContent(part), channel.voidPromise()));
      channel.write(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
    }
  }

  void answerRead() {
    channel.flush();
  }

  void engineWritable() {
    reading();
  }

  void engineGone(EngineConnection gone) {
    if (gone != engine) {
      return;
    }
    engine = null;
    Exchange about = exchange;
    if (about == null || about.forward == null || about.done) {
      return;
    }
    if (about.answered) {
      // the caller must see that something is missing
      channel.close();
    } else if (gone.used && about.repeatable()) {
      guarded(() -> connect(about));
    } else {
      guarded(() -> engineAway("it closed the connection without an answer"));
    }
  }

  private void engineAway(String why) {
    parts.ledger().engineAway(why);
    reply(502, Sentences.engineAway(why));
  }

  private void dropEngine() {
    EngineConnection dropped = engine;
    engine = null;
    if (dropped != null) {
      dropped.close();
    }
  }

  private void stream(EngineConnection from, HttpResponse response) {
    ResponseHead.opensStream(response);
    channel.write(response, channel.voidPromise());
    Tunnel[] ways = Tunnel.between(channel, from.channel());
    boolean ended = inputEnded || decoder.inputClosed();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(encoder);
    pipeline.replace(this, null, ways[0]);
    from.become(ways[1]);
    pipeline.remove(decoder);
    channel.flush();
    from.flush();
    if (ended) {
      ways[0].end(channel);
    }
    channel.config().setAutoRead(true);
  }

  // ---- the end of an exchange

  private void malformed(String why) {
    parts.ledger().malformed(why);
    if (exchange != null) {
      exchange.keepAlive = false;
    }
    reply(400, Sentences.malformed(why));
  }

  private void reply(int status, String message) {
    Exchange about = Objects.requireNonNull(exchange);
    if (about.answered) {
      channel.close();
      return;
    }
    boolean readable =
        about.complete || (!about.awaitsContinue && about.length >= 0 && about.length <= DROP_MOST);
    about.keepAlive &= readable;
    about.answered = true;
    about.done = true;
    about.gathered = null;
    FullHttpResponse answer = OwnAnswers.error(status, message);
    if (!about.keepAlive) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (about.old) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    channel.writeAndFlush(answer, channel.voidPromise());
    finish(about);
  }

  private void finish(Exchange about) {
    if (about.complete) {
      exchange = null;
      if (about.keepAlive && !inputEnded) {
        proceed();
      } else {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    } else if (about.keepAlive && !inputEnded) {
      about.rest = Exchange.Rest.DROPPED;
      if (about.hasBody) {
        proceed();
      }
    } else {
      linger();
    }
  }

  /** Closing at once would take the answer away from a caller who is still sending. */
  private void linger() {
    if (lingering) {
      return;
    }
    lingering = true;
    if (exchange != null) {
      exchange.rest = Exchange.Rest.DROPPED;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (inputEnded || !channel.isActive()) {
            channel.close();
          } else {
            channel.shutdownOutput();
          }
        });
    channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    proceed();
  }

  // ---- the connection

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (engine != null && exchange != null && exchange.forward != null) {
      engine.flush();
    }
    reading();
  }

  private void reading() {
    boolean blocked =
        decoder.full()
            || (engine != null
                && exchange != null
                && exchange.rest == Exchange.Rest.FORWARDED
                && engine.active()
                && !engine.writable());
    if (channel.config().isAutoRead() == blocked) {
      channel.config().setAutoRead(!blocked);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (engine != null && engine.active()) {
      engine.channel().config().setAutoRead(channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    inputEnded = true;
    Exchange about = exchange;
    if (about == null || lingering) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else if (about.done) {
      linger();
    } else if (!about.complete && about.rest != Exchange.Rest.FORWARDED) {
      guarded(() -> malformed("it ended early"));
    } else if (engine != null && about.forward != null) {
      engine.endOfInput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dropEngine();
    exchange = null;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  /** On the event loop, if the exchange is still the one that is waited for. */
  private void later(Exchange about, Runnable task) {
    channel
        .eventLoop()
        .execute(() -> {
          if (exchange == about && !about.done && channel.isActive()) {
            guarded(task);
          }
        });
  }

  /** Whatever goes wrong, nothing is passed on. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a request could not be handled", e);
      dropEngine();
      if (exchange != null && !exchange.answered) {
        exchange.keepAlive = false;
        reply(500, Sentences.UNDECIDED);
      } else {
        channel.close();
      }
    }
  }
}
