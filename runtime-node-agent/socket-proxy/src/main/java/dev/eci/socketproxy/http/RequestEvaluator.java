// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.support.log.Log;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the head of a request to the decision: validates, evaluates, and collects the body. */
final class RequestEvaluator {
  private static final Log LOG = Log.of(RequestEvaluator.class);

  private final ConnectionContext context;
  private final DownstreamConnection downstream;
  private final RequestAuthorizer authorizer;
  private final LookupService lookups;
  private final RequestMemories memory;
  private final Duration wait;
  private final BiConsumer<Exchange, ApiDecision> onDecided;

  RequestEvaluator(
      ConnectionContext context,
      DownstreamConnection downstream,
      RequestAuthorizer authorizer,
      LookupService lookups,
      RequestMemories memory,
      Duration wait,
      BiConsumer<Exchange, ApiDecision> onDecided) {
    this.context = context;
    this.downstream = downstream;
    this.authorizer = authorizer;
    this.lookups = lookups;
    this.memory = memory;
    this.wait = wait;
    this.onDecided = onDecided;
  }

  void start(HttpRequest request) {
    Exchange exchange = new Exchange(request);
    downstream.start(exchange);
    if (request.decoderResult().isFailure()) {
      switch (request.decoderResult().cause()) {
        case TooLongHttpLineException _ -> reject(exchange, 414, ProxyMessages.TARGET_TOO_LONG);
        case RequestMemory.ExhaustedException _ -> reject(exchange, 503, ProxyMessages.BUSY);
        case TooLongHttpHeaderException _ -> reject(exchange, 431, ProxyMessages.HEADERS_TOO_LARGE);
        case Throwable cause -> downstream.rejectMalformed(String.valueOf(cause.getMessage()));
      }
      return;
    }
    if (!exchange.isHttp10() && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      exchange.closeAfterResponse();
      downstream.reply(505, "only HTTP/1.0 and HTTP/1.1 are supported");
      return;
    }
    Optional<String> problem = RequestHead.problem(request);
    if (problem.isPresent()) {
      downstream.rejectMalformed(problem.get());
      return;
    }
    if (exchange.body().isContinueExpected()
        && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
            request.headers().get(HttpHeaderNames.EXPECT))) {
      exchange.closeAfterResponse();
      downstream.reply(417, "the only supported Expect value is 100-continue");
      return;
    }
    if (context.caller() != null) {
      authorize(exchange);
    }
  }

  private void reject(Exchange exchange, int status, String message) {
    exchange.closeAfterResponse();
    downstream.reply(status, message);
  }

  /** As soon as the caller is identified. */
  void authorize(Exchange exchange) {
    HttpRequest request = exchange.request();
    String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    ApiRequest apiRequest =
        new ApiRequest(
            Objects.requireNonNull(context.caller()),
            request.method().name(),
            request.uri(),
            contentType == null ? "" : contentType,
            exchange.body().exists());
    exchange.authorize(apiRequest);
    advance(exchange, authorizer.evaluate(apiRequest));
  }

  private void advance(Exchange exchange, Evaluation evaluation) {
    new EvaluationDriver(
            wanted -> find(exchange, wanted),
            task -> downstream.runLater(exchange, task),
            new Progress(exchange))
        .advance(evaluation);
  }

  /** What the lookups are for stays in memory until they end, even if the connection ends. */
  private CompletionStage<LookupResults> find(Exchange exchange, Set<Lookup> wanted) {
    Runnable release = exchange.retainMemory();
    return lookups.find(wanted).whenComplete((_, _) -> release.run());
  }

  /** Continues as soon as there is memory, or ends the request if that takes too long. */
  private void reserve(
      Exchange exchange, RequestMemory from, long bytes, Consumer<RequestMemory.Share> next) {
    if (bytes > from.mostOfOne()) {
      reject(exchange, 413, ProxyMessages.tooLarge(ProxyContext.LARGEST_BODY));
      return;
    }
    RequestMemory.Share share = exchange.useMemory(from.share(context.account()));
    RequestMemory.Waiter waiter =
        share.hold(bytes, () -> downstream.runLater(exchange, () -> next.accept(share)));
    if (waiter.isWaiting()) {
      exchange.setDeadline(
          downstream.runAfter(
              wait,
              exchange,
              () -> {
                if (waiter.tryCancel()) {
                  reject(exchange, 503, ProxyMessages.BUSY);
                }
              }));
    }
  }

  /** What the evaluation of one request comes to. */
  private final class Progress implements EvaluationDriver.Listener {
    private final Exchange exchange;

    Progress(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void decided(ApiDecision decision) {
      onDecided.accept(exchange, decision);
    }

    @Override
    public void bodyNeeded(Evaluation.NeedsBody needed) {
      if (!exchange.body().exists()) {
        advance(exchange, needed.resume(new JsonValue.Null()));
      } else if (exchange.body().length() > needed.atMost()) {
        downstream.reply(413, ProxyMessages.tooLarge(needed.atMost()));
      } else if (exchange.body().length() < 0) {
        reserve(
            exchange,
            memory.starts(),
            CollectedBody.RESERVED_FOR_START,
            start -> collect(needed, start));
      } else {
        reserve(
            exchange,
            memory.bodies(),
            CollectedBody.reservation(exchange.body().length()),
            _ -> collect(needed, null));
      }
    }

    private void collect(Evaluation.NeedsBody needed, RequestMemory.@Nullable Share start) {
      exchange.body().collect(needed, start);
      downstream.readBody(exchange);
    }

    @Override
    public void lookupsFailed(Throwable cause) {
      LOG.error("lookups for a decision failed", cause);
      downstream.reply(503, ProxyMessages.UNDECIDED);
    }
  }

  /** The next part of a body that is to be evaluated. */
  void collect(Exchange exchange, HttpContent content, boolean last) {
    CollectedBody body = exchange.body().collected();
    CollectedBody.Added added;
    try {
      added = body.add(content.content());
    } finally {
      content.release();
    }
    switch (added) {
      case KEPT -> {
        if (last) {
          reserveWhole(exchange, body);
        }
      }
      case START_EXCEEDED -> reserveWhole(exchange, body);
      case TOO_LARGE -> downstream.reply(413, ProxyMessages.tooLarge(body.limit()));
    }
  }

  /** Continues with the body, or with the rest of it, when there is memory for all of it. */
  private void reserveWhole(Exchange exchange, CollectedBody body) {
    if (!body.needsReservation()) {
      continueWith(exchange, body);
    } else if (!exchange.body().isMemoryAwaited()) {
      exchange.body().awaitMemory(true);
      downstream.updateReading();
      reserve(
          exchange,
          memory.bodies(),
          body.reservation(exchange.body().isComplete()),
          _ -> {
            exchange.body().awaitMemory(false);
            body.reserved();
            continueWith(exchange, body);
          });
    }
  }

  private void continueWith(Exchange exchange, CollectedBody body) {
    if (exchange.body().isComplete()) {
      exchange.body().endCollecting();
      evaluate(exchange, body);
    } else {
      downstream.updateReading();
    }
  }

  private void evaluate(Exchange exchange, CollectedBody body) {
    try {
      reserve(exchange, memory.values(), body.costOfValues(), _ -> resume(exchange, body));
    } catch (MalformedMessageException e) {
      downstream.rejectMalformed(String.valueOf(e.getMessage()));
    }
  }

  private void resume(Exchange exchange, CollectedBody body) {
    Evaluation evaluation;
    try {
      evaluation = body.resume();
    } catch (MalformedMessageException e) {
      downstream.rejectMalformed(String.valueOf(e.getMessage()));
      return;
    }
    advance(exchange, evaluation);
  }
}
