package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.support.log.Log;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import java.util.Optional;

/** From a request's first byte to the decision: reads, asks, and gathers what is to be judged. */
final class RequestEvaluator {
  private static final Log LOG = Log.of(RequestEvaluator.class);

  /** Bytes of a body that nobody wants which are read for the sake of the connection. */
  static final int DROP_MOST = 256 << 10;

  private final ConnectionContext context;

  RequestEvaluator(ConnectionContext own) {
    this.context = own;
  }

  void start(HttpRequest request) {
    Exchange begun = new Exchange(request);
    context.exchange = begun;
    context.encoder.toHead(begun.toHead);
    if (request.decoderResult().isFailure()) {
      context
          .connectionCloser()
          .malformed(String.valueOf(request.decoderResult().cause().getMessage()));
      return;
    }
    if (!begun.old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      begun.keepAlive = false;
      context.connectionCloser().reply(505, "only HTTP/1.1 and HTTP/1.0 are understood here");
      return;
    }
    Optional<String> problem = RequestHead.problem(request);
    if (problem.isPresent()) {
      context.connectionCloser().malformed(problem.get());
      return;
    }
    if (begun.awaitsContinue
        && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
            request.headers().get(HttpHeaderNames.EXPECT))) {
      begun.keepAlive = false;
      context.connectionCloser().reply(417, "of expectations only 100-continue is understood here");
      return;
    }
    if (context.caller != null) {
      authorize(begun);
    }
  }

  void authorize(Exchange about) {
    HttpRequest request = about.request;
    String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    ApiRequest asked =
        new ApiRequest(
            Objects.requireNonNull(context.caller),
            request.method().name(),
            request.uri(),
            contentType == null ? "" : contentType,
            about.hasBody);
    about.apiRequest = asked;
    advance(about, context.parts.judge().evaluate(asked));
  }

  private void advance(Exchange about, Evaluation first) {
    Evaluation evaluation = first;
    while (true) {
      switch (evaluation) {
        case Evaluation.Decided decided -> {
          context.upstreamForwarder().decided(about, decided.decision());
          return;
        }
        case Evaluation.NeedsLookups needed -> {
          context
              .parts
              .facts()
              .find(needed.lookups())
              .whenComplete((lookupResults, failure) ->
                  context.later(
                      about,
                      () -> {
                        if (failure != null) {
                          LOG.error("a decision could not be prepared", failure);
                          context.connectionCloser().reply(503, ProxyMessages.UNDECIDED);
                        } else {
                          advance(about, needed.resume(lookupResults));
                        }
                      }));
          return;
        }
        case Evaluation.NeedsBody needed -> {
          if (about.hasBody) {
            gather(about, needed);
            return;
          }
          evaluation = needed.resume(new JsonValue.Null());
        }
      }
    }
  }

  private void gather(Exchange about, Evaluation.NeedsBody needed) {
    if (about.length > needed.atMost()) {
      context.connectionCloser().reply(413, ProxyMessages.tooLarge(needed.atMost()));
      return;
    }
    about.gatheredFor = needed;
    about.gathered = new BodyBuffer(needed.atMost(), about.length);
    about.rest = Exchange.Rest.GATHERED;
    context.goOn(about);
  }

  void content(HttpContent content) {
    Exchange about = context.exchange;
    if (about == null || content.decoderResult().isFailure()) {
      content.release();
      if (about != null) {
        about.keepAlive = false;
        context.dropEngine();
        context.connectionCloser().malformed("its body is not framed as it says");
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
          context.upstreamForwarder().forwarded(about, content, last);
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
            context.connectionCloser().linger();
          }
        }
      }
    }
    if (last && about.done && context.exchange == about) {
      context.connectionCloser().finish(about);
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
    Evaluation.NeedsBody needed = Objects.requireNonNull(about.gatheredFor);
    if (!fits) {
      context.connectionCloser().reply(413, ProxyMessages.tooLarge(needed.atMost()));
      return;
    }
    if (last) {
      about.gathered = null;
      about.rest = Exchange.Rest.WAITS;
      JsonValue value;
      try {
        value = JsonReader.read(body.bytes(), body.length());
      } catch (MalformedMessageException e) {
        context.connectionCloser().malformed(String.valueOf(e.getMessage()));
        return;
      }
      advance(about, needed.resume(value));
    }
  }
}
