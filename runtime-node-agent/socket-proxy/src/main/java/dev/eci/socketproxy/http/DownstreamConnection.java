// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.support.log.Log;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The caller's side of a connection: reads one request after the other, sends the responses that
 * are not the engine's, and ends the connection so that the caller can read the last response.
 */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class DownstreamConnection {
  private static final Log LOG = Log.of(DownstreamConnection.class);
  private static final int LINGER_SECONDS = 2;

  private final ConnectionContext context;
  private final DuplexChannel channel;
  private final RequestDecoder decoder;
  private final ResponseEncoder encoder;
  private final DecisionRecorder recorder;
  private final ReceiveTimeout timeout;

  DownstreamConnection(
      ConnectionContext context,
      DuplexChannel channel,
      RequestDecoder decoder,
      ResponseEncoder encoder,
      DecisionRecorder recorder,
      ReceiveTimeout.Limits limits) {
    this.context = context;
    this.channel = channel;
    this.decoder = decoder;
    this.encoder = encoder;
    this.recorder = recorder;
    this.timeout = new ReceiveTimeout(channel.eventLoop(), limits, this::timedOut);
  }

  void start(Exchange exchange) {
    timeout.stop();
    context.startExchange(exchange);
    encoder.expectHead(exchange.isHead());
  }

  // reading

  /** Reads the body of the request. Sends 100-continue first if the caller waits for it. */
  void readBody(Exchange exchange) {
    if (exchange.body().isContinueExpected()) {
      exchange.body().continueSent();
      channel.writeAndFlush(ProxyResponses.continueResponse(), channel.voidPromise());
    }
    readNext();
  }

  private void readNext() {
    try {
      decoder.proceed();
    } catch (Exception e) {
      LOG.error("cannot read a request", e);
      channel.close();
      return;
    }
    UpstreamConnection upstream = context.upstream();
    if (upstream != null) {
      upstream.flush();
    }
    updateReading();
  }

  /** After a read. */
  void received() {
    timeout.received();
    updateReading();
  }

  /**
   * Stops reading from a caller that is not identified yet, sends faster than the engine reads, or
   * sends a body for which there is no memory yet. Limits how long the proxy waits for what it
   * holds in memory.
   */
  void updateReading() {
    boolean blocked =
        context.caller() == null
            || decoder.isBufferFull()
            || isUpstreamCongested()
            || isMemoryAwaited();
    if (channel.config().isAutoRead() == blocked) {
      channel.config().setAutoRead(!blocked);
    }
    timeout.await(awaited(), decoder.number());
  }

  private ReceiveTimeout.Awaited awaited() {
    Exchange exchange = context.exchange();
    if (context.caller() == null || context.isLingering()) {
      return ReceiveTimeout.Awaited.NOTHING;
    }
    if (exchange == null) {
      return decoder.isInHead() ? ReceiveTimeout.Awaited.HEAD : ReceiveTimeout.Awaited.NOTHING;
    }
    return exchange.body().use() == RequestBody.Use.COLLECTED
            && !exchange.isResponseDone()
            && !isMemoryAwaited()
        ? ReceiveTimeout.Awaited.BODY
        : ReceiveTimeout.Awaited.NOTHING;
  }

  private void timedOut() {
    if (awaited() == ReceiveTimeout.Awaited.NOTHING) {
      return;
    }
    Exchange exchange = context.exchange();
    if (exchange == null) {
      exchange = new Exchange(MalformedMessageException.request("its head is not complete"));
      start(exchange);
    }
    recorder.malformed("it was not received in time");
    exchange.closeAfterResponse();
    reply(408, ProxyMessages.TOO_SLOW);
  }

  /** The connection has ended. */
  void closed() {
    timeout.stop();
  }

  private boolean isMemoryAwaited() {
    Exchange exchange = context.exchange();
    return exchange != null && !exchange.isResponseDone() && exchange.body().isMemoryAwaited();
  }

  private boolean isUpstreamCongested() {
    UpstreamConnection upstream = context.upstream();
    Exchange exchange = context.exchange();
    return upstream != null
        && exchange != null
        && exchange.body().use() == RequestBody.Use.FORWARDED
        && upstream.isActive()
        && !upstream.isWritable();
  }

  /** The codec keeps a buffer of the size of the largest head while the connection is open. */
  void closeAfterLargeHead() {
    Exchange exchange = context.exchange();
    if (exchange != null && decoder.isHeadLarge()) {
      exchange.closeAfterResponse();
    }
  }

  // responses of the proxy

  void rejectMalformed(String why) {
    recorder.malformed(why);
    Exchange exchange = context.exchange();
    if (exchange != null) {
      exchange.closeAfterResponse();
    }
    reply(400, ProxyMessages.malformed(why));
  }

  void replyEngineUnavailable(String why) {
    recorder.engineUnavailable(why);
    reply(502, ProxyMessages.engineUnavailable(why));
  }

  void reply(int status, String message) {
    Exchange exchange = Objects.requireNonNull(context.exchange());
    if (exchange.hasResponseStarted()) {
      channel.close();
      return;
    }
    exchange.respondLocally();
    channel.writeAndFlush(ProxyResponses.error(status, message, exchange), channel.voidPromise());
    finish(exchange);
  }

  // the end of an exchange, and of the connection

  /** After a whole response: continues with the next request, or ends the connection. */
  void finish(Exchange exchange) {
    boolean continues = exchange.isKeepAlive() && !context.hasInputEnded();
    if (exchange.body().isComplete()) {
      context.endExchange();
      if (continues) {
        readNext();
      } else {
        closeWhenFlushed();
      }
    } else if (continues) {
      exchange.body().discard();
      if (exchange.body().exists()) {
        readNext();
      }
    } else {
      linger();
    }
  }

  void closeWhenFlushed() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Ends the output and reads on for a while: if the connection were closed at once, a caller that
   * is still sending would lose the response (RFC 9112, section 9.6).
   */
  void linger() {
    if (context.isLingering()) {
      return;
    }
    context.startLingering();
    Exchange exchange = context.exchange();
    if (exchange != null) {
      exchange.body().discard();
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (context.hasInputEnded() || !channel.isActive()) {
            channel.close();
          } else {
            channel.shutdownOutput();
          }
        });
    channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    readNext();
  }

  void closeUpstream() {
    UpstreamConnection detached = context.detachUpstream();
    if (detached != null) {
      detached.close();
    }
  }

  // how the parts run

  /** Like {@link #runLater}, after a delay. */
  Future<?> runAfter(Duration delay, Exchange exchange, Runnable task) {
    return channel
        .eventLoop()
        .schedule(
            () -> {
              if (context.isCurrent(exchange) && !exchange.isResponseDone() && channel.isActive()) {
                runGuarded(task);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Runs the task on the event loop, if the exchange still awaits its response then. */
  void runLater(Exchange exchange, Runnable task) {
    channel
        .eventLoop()
        .execute(() -> {
          if (context.isCurrent(exchange) && !exchange.isResponseDone() && channel.isActive()) {
            runGuarded(task);
          }
        });
  }

  /** If the task fails, nothing is forwarded. */
  void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("cannot handle a request", e);
      closeUpstream();
      Exchange exchange = context.exchange();
      if (exchange != null && !exchange.hasResponseStarted()) {
        exchange.closeAfterResponse();
        reply(500, ProxyMessages.UNDECIDED);
      } else {
        channel.close();
      }
    }
  }
}
